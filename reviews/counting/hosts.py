"""How names of hosts end: what makes `example.com` an address in a text although nobody wrote `https://`.

The codes of countries, and the general endings that people use; those of single companies are left out, because
nobody writes an address in them without its protocol.
"""

_COUNTRIES = """
ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cc cd
cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge
gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki
km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my
mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se
sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz
va vc ve vg vi vn vu wf ws ye yt za zm zw
"""
_GENERAL = """
com org net edu gov mil int arpa info biz name pro aero asia cat coop jobs mobi museum post tel travel xxx
academy accountant accountants actor ads adult agency airforce amsterdam apartments app archi army art associates
attorney auction audio author auto autos baby band bank bar barcelona bargains baseball basketball beauty beer berlin
best bet bible bid bike bingo bio black blog blue boats bond boo book boston bot boutique box broadway broker brussels
build builders business buy buzz cab cafe call cam camera camp capetown capital car cards care career careers cars
casa case cash casino catering catholic center ceo cfd charity chat cheap christmas church city claims cleaning click
clinic clothing cloud club coach codes coffee college cologne community company compare computer condos construction
consulting contact contractors cooking cool country coupon coupons courses credit creditcard cricket cruise cruises
cyou dad dance data date dating day deal deals degree delivery democrat dental dentist design dev diamonds diet digital
direct directory discount diy docs doctor dog domains dot download drive durban earth eat eco education email energy
engineer engineering enterprises equipment esq estate events exchange expert exposed express fail faith family fan
fans farm fashion fast feedback film finance financial fish fishing fit fitness flights florist flowers fly foo food
football forex forsale forum foundation free fun fund furniture futbol fyi gallery game games garden gay gift gifts
gives giving glass global gmbh gold golf graphics gratis green gripe group guide guitars guru hair hamburg haus health
healthcare help here hiphop hiv hockey holdings holiday homes horse hospital host hosting hot hotels house how ice icu
immo immobilien inc industries ink institute insurance insure international investments irish ist istanbul jewelry
joburg joy juegos kids kim kitchen kiwi koeln krd land lat law lawyer lease legal lgbt life lifestyle lighting
like limited limo link live living llc llp loan loans lol london lotto love ltd ltda luxe luxury madrid maison
management mango map market marketing markets mba med media meet melbourne meme memorial men menu miami mobile moda moe
mom money monster mortgage moscow motorcycles mov movie music navy network new news ngo ninja now nyc observer one ong
onl online ooo open organic osaka page paris partners parts party pay pet phd phone photo photography photos
physio pics pictures pid pin pink pizza place play plumbing plus poker porn press prod productions prof progressive
promo properties property protection pub qpon quebec quest racing radio read realestate realtor realty recipes red
rehab reise reisen rent rentals repair report republican rest restaurant review reviews rich rip rocks rodeo room rsvp
rugby ruhr run safe sale salon save saarland school schule science search secure security select services sex sexy
shiksha shoes shop shopping show silk singles site ski skin smile soccer social software solar solutions song space
spa spot sport storage store stream studio study style sucks supplies supply support surf surgery sydney
systems taipei talk tattoo tax taxi team tech technology tennis theater theatre tickets tienda tips tires tirol today
tokyo tools top tours town toys trade trading training trust tube university uno vacations vana vegas ventures vet
viajes video villas vin vip vision vodka vote voting voto voyage wales wang watch watches weather web webcam website
wed wedding weibo whoswho wien wiki win wine winners work works world wow wtf xin xyz yachts yoga yokohama you zero zip
zone zuerich
abogado africa alsace bayern bzh channel corsica creditunion cymru desi dubai eus fire gal gent gop grocery helsinki
jetzt kaufen kosher kyoto makeup nagoya nrw okinawa pharmacy rio safety scholarships scot soy srl stockholm swiss tatar
vlaanderen
"""
ENDINGS = frozenset(f"{_COUNTRIES} {_GENERAL}".split())
