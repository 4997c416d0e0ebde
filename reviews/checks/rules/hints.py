"""IV.K.1 told by hints: bodies, witnesses, sources, callers, victims, old arrests, juveniles, guns, open cases."""

from __future__ import annotations

from ..rule import Rule
from .cases import BOTH, RELEASED
from .endangered import ADVICE

ROLE = (
    "(bookkeeper|bartender|clerk|cashier|manager|girlfriend|boyfriend|ex|wife|husband|barber|cousin|roommate|cellmate|janitor|landlord|neighbor|waitress|waiter|driver|doorman|secretary|accountant|brother|sister|partner|nephew|niece|mechanic|porter|nurse|foreman|owner|dealer|handler|skycap|assistant|employee|worker|"
    "trustee|dispatcher|scheduler|pastor|cook|crew|guard|baker|teller|busboy|bouncer|tenant|trucker|pilot|agent|supervisor|inmate|orderly|laundry|kid|guy|lady|man|woman|treasurer|coach|contractor|super|maid|housekeeper|tow|promoter|grandmother|grandma|mother|uncle|son|daughter)"
)
RULES = (
    Rule(
        "what became of a body",
        ("IV.K.1.b",),
        "It describes what was done to a dead body.",
        (
            "in (two|three|four|several|\\d+) (halves|parts|bags|pieces|places|boxes|suitcases) | (in halves|cut up|sawn|sawed up|split open|split in two|run through|peeled|flattened|pulped|unrecognizable|hard to recognize|dismember*) | (arm*|leg*|head|hand*|foot|feet|torso|finger*|jaw|eye*|scalp|ear*|face|ribs) (was|were|is|in|landed|rolled|came|on|turned up|lay|washed|still|hung|had been|hanging) ... (freezer*|bag*|suitcase|feet|yards|tracks|trunk|barrel|river|separate|off|other|wall|ceiling|gone|away|another|ditch|dumpster|propeller|blade) | "
            "(his|her|the \\w+'s|its) (head|arms?|legs?|hands?|face) (landed|rolled|came off|was (gone|missing|taken off)|flew) | (pick*|scoop*|gather*|bag*) (up )?(the |his |her )?(pieces|parts|bits) of | (rats|dogs|coyotes|maggots) had (got|been|eaten) | eaten | decompos* | bloated | boots still | skin (was|had|came)",
            "found | scene | body | him | her | his | he | she | victim* | remains | homicide | morgue | coroner* | mechanic | worker | man | woman | killed | dead | death | train | propeller | crash | suicide | worked",
        ),
        unless="tree* | branch* | sign | fence | pumpkin* | turkey | chicken | meal* | cookies | pie | lunch | hungry | statue | mannequin | puppet* | raccoon | deer | dog (park|food) | bird* | plush | doll | food drive | sandwiches | cat",
        span=2,
    ),
    Rule(
        "somebody about to testify, or kept out of reach",
        ("IV.K.1.c",),
        "It lets a witness, a victim or someone under protection be found.",
        (
            "(get* up there|take the stand|on the stand|testif*|point at him|point him out|point (to|at) (the|her)|tell the jury|tell it to the jury|pick him out|saw it all|saw everything|saw who|seen the|identify him|turn(ed|ing)? state's) | (safe now|can't find (her|him|them)|never look|won't find|won't look|keep (him|her|them) away|out of his reach|away from (him|her ex)|protective custody|protection|order against|moved (him|her|them|the)) | (still )?buys for us | our buyer | under the name | goes by | "
            "threat* (against|to) ... (lives|works|stays) | (reported|pressed charges|filed) (on|against) (him|her|them|the)",
            f"<name> | <rank> (?-i:[A-Z])\\w+ | (at|from|in|by|over|behind|near|across) (the|her|his|our) {{\\w+ }}{{\\w+ }}(corner|bodega|laundromat|diner|salon|bar|store|shop|cart|desk|motel|hotel|inn|budgetel|house|bridge|church|school|shelter|apartment*|duplex|trailer|cell|pod|room|floor|library|gas station|pharmacy|bakery|bank|clinic) | room \\d+ | cell \\d+ | end room | pod cell | (?-i:[A-Z]) pod | the {ROLE} who",
        ),
        unless=f"{ADVICE} | pets | animal* | dog | kitten*",
        span=2,
    ),
    Rule(
        "who helps the investigators",
        ("IV.K.1.d", "IV.K.1.c"),
        "It lets readers know who gives the investigators information.",
        (
            f"the (?:\\w+ ){{0,3}}{ROLE} (at|in|from|of|for|who|on)|<name> | old (?-i:[A-Z])\\w+ | (?-i:[A-Z])\\w+ in (laundry|the kitchen|pod|cell|billing) | (his|her|their|its) (own )?(?:\\w+ ){{0,2}}{ROLE} | that {ROLE} | a (?:\\w+ ){{0,2}}{ROLE}",
            "whisper* | texting (me|us) | text* (me|us|our) | call* (me|us) (every|with|when|before) | slip* (me|us|our) | pass* (me|us|along) | feed* (me|us|our) | tells (me|us|our) | telling (me|us|our) | told (me|us|our) where | told (me|us|our) (who|when|which|about) | help* us (find|catch|get|bust|nab|crack) | gave (me|us) (the|a|his|her|names|plates|addresses|everything) | sends (me|us) | (been )?talking to (me|us|our) | leads us | where to look | our (guy|man|woman|friend|ear|eyes|girl) (inside|in|on) | "
            "wear* (a|our|the) (wire|mic|recorder) | recorded (him|them|the) for us | working (for|with) us | works (for|with) us | set (him|them|it) up for us | on our payroll | squeal* | sang | singing | spill* | (thank|thanks to|credit|shout-?out|owe|because of|courtesy of|hats off)",
            "kilo* | drug* | dope | guns | stash* | phones | contraband | shank* | search* | sweep* | bust | raid* | robber* | theft* | thefts | arson | kickback* | fraud | ring | crew | boss | case | dealer* | house* shut | shipment* | plates | loads | weapons | charges | arrest* | stolen | murder* | shooting* | gang | smuggl* | burglar* | counterfeit* | trafficking | suspect* | cell* | tablet*",
        ),
        unless=f"{ADVICE} | k-9 | dog | anonymous | residents | students | teach* | school (visit|kids) | lost (dog|cat) | thank (you )?(to )?all | volunteers",
        span=2,
    ),
    Rule(
        "somebody who does not know that the law is coming",
        ("IV.K.1.d", "IV.K.2.a"),
        "It says who is about to be arrested or charged.",
        (
            "indict* | arrest warrant* | warrant* | charges | cuffs | handcuffs | knock on | at his door | at her door | sealed | paperwork clears | paper on | pick* (him|her|them) up | take (him|her|them) in | bring* (him|her|them) in | grab (him|her|them) | arrest* (him|her|them) | surveil* | followed (him|her) | tail* | on camera | dead to rights | case (on|against) (him|her)",
            "(he|she|they) (thinks?|has|have|doesn't|don't|still|keeps?|won't|is going to|'s got) ... (we're|we are|clue|idea|know|coming|work|safe|watching|free|walk*|see|auditing|nothing) | he's got no | she's got no | no (clue|idea) | let (him|her|them) (keep|go on|think) | thinks (he|she|we|it) | unaware | oblivious | still (comes|coming|goes|clocks|shows up|works|thinks|sleeping) | surprise | before (he|she) (runs|lawyers|finds)",
            f"<name> | the (?:\\w+('s)? ){{0,3}}{ROLE} | a (?:\\w+ ){{0,3}}{ROLE} (named|from|at) | (named|name is|name's) (?-i:[A-Z])\\w+ | (?-i:[A-Z])\\w+ (on|from|at) (?-i:[A-Z])\\w+",
        ),
        unless=f"{ADVICE} | do not approach | don't approach | wanted | released | by order | surprise party | amnesty | warrant (clinic|recall|amnesty)",
        span=3,
    ),
    Rule(
        "heard on an emergency call",
        ("IV.K.1.e",),
        "It repeats what was said on an emergency call.",
        (
            "911 | 9-1-1 | nine-one-one | emergency line | the recording | the call came in | caller | call-?taker* | dispatch* (heard|tape|audio|recording) | phones in | phoned in | calls in | called in (that|to say|about|because|a|saying)",
            '(rang|rings|dialed|dials|phoned|phones|called|calls|calling) ... (say*|said|tell*|told|ask*|report*|because|about|that|insist*|claim*) | told the (operator|dispatcher|call-?taker) | you (can )?(hear|heard) | hear (the|her|him|a) | whisper* ... " | begged | screams? | screaming | crying | phones in | phoned in | (lady|man|guy|woman|kid|somebody|someone|gentleman|boy|girl|grandma|neighbor) (calls|called|phones|rings|dials|rang|dialed) | he says | she says | and she goes | and he goes',
        ),
        unless=(
            "(if|when|before|should|unless) you | call 911 if | please call | text 911 | become a | hiring | apply | average | calls last year | a year | telecommunicator* | non-emergency | teach | only for | red handset | phones in the | can't dial | outage | tip line | if someone | upgrade"
        ),
        span=2,
    ),
    Rule(
        "victim of a sexual offence, by a hint",
        ("IV.K.1.f",),
        "It lets readers work out who the victim of a sexual offence is.",
        (
            "rape* | raped | rapist | sex* (assault*|abus*|offen*|attack*|crime*|case|misconduct) | molest* | grop* | fondl* | sodom* | incest | assaulted by (her|his) | abused by (her|his) | abuser | statutory | indecent | attacked in (her|the)",
            "<name>, ... (assault*|rape*|abus*|attack*|molest*|victim|survivor) | <name> (read|testified|told|spoke|stood|faced|got her|finally|wept|is the|was the|who was) | (the|his|her) (woman|girl|boy|man|teen|student|nurse|soprano|victim|survivor|accuser|kid|lady|runner|waitress|cashier|teacher|niece|daughter|nephew|stepdaughter|sister|intern|player) (in|from|read|told|stood|testified|is|was|held|holding|who|behind|at|on) | (girl|boy|woman|victim) in the ... (case|assault|attack) | (his|her) (niece|nephew|daughter|son|stepdaughter|student|granddaughter|sister|patient)",
            "is | was | read | told | third row | braids | choir | concert | school | works | team | class | holding | verdict | statement | sat | wore | plays | lives | sings | from | coach | pastor | wearing | who",
        ),
        unless="awareness | hotline | advocate can | support | percent | statistic* | prevention | training | on duty | around the clock | free | reports of | nurse examiners | no names | number of | annual",
        span=2,
    ),
    Rule(
        "an old arrest brought up",
        ("IV.K.1.g",),
        "It brings up an arrest that ended without conviction.",
        (
            "(jury|judge|prosecutor|prosecutors|state|court|d\\.?a\\.?|circuit attorney|they) ... (cut (him|her) loose|let (him|her) (go|off|walk)|threw it out|tossed it|passed|declined|dropped it|dropped the|refused|balked|set (him|her) free|acquitted|found (him|her) not) | (threw|thrown|throwing|tossed) (it |the case |that )?out | charges? (dropped|tossed|gone|vanished|disappeared|went away|never stuck|didn't stick|evaporated) | didn't stick | never stuck | no conviction | wasn't convicted | nolle* | dismissed | acquit* | suspended imposition | sis | walked | beat it | went away",
            "<name> | bobby | (?-i:[A-Z])\\w+ (from|at) the | that (valet|coach|guy|man|woman|contractor|landlord|teacher|driver|cook|barber|roofer|bartender) | he | she | him | her | (?-i:[A-Z][a-z]+) (?-i:[A-Z][a-z]+)\\?",
            "took (him|her) in | arrest* | booked | hauled | (theft|assault|arson|dwi|dui|fraud|stealing|drug|weapons|battery|burglary|stalking|forgery|check) (arrest|charge|case|beef|rap|thing)? | our file* | file (still|is|in|on) | still (have|got|in) | i've got (the|his|her) | mug ?shot* | photos | did (two|three|\\w+) (weeks|days|nights|months) in here | in our (jail|files|drawer|system) | record* | report* | cell | held here",
        ),
        unless="if your | your (case|charge|record|arrest) | clinic | civil | lawsuit | appeal | zoning | suit | you may | eligible | with prejudice | class dismissed",
        span=3,
    ),
    Rule(
        "a young person in trouble with the law",
        ("IV.K.1.h",),
        "It lets readers know a juvenile in a justice matter.",
        (
            "<name>'s (boy|girl|kid|son|daughter|twins|grandson|youngest|oldest|nephew|niece) | (?-i:[A-Z])\\w+ (?-i:[A-Z])\\w+, {all of |only |just |barely |age }(\\d|1[0-7])\\b | (coach|pastor|mayor|principal|alderman|alderwoman|chief|judge|councilman|officer|sergeant|teacher|deacon|reverend|doctor|dr.|weatherman|anchor|quarterback) (?:of )?{(?-i:[A-Z])\\w+}('s)? ... (boy|girl|son|daughter|kid|grandson|twins) | (mayor|principal|pastor|sheriff|coach|judge|alderman) of \\w+'s (son|daughter|kid|boy|girl) | "
            "(sophomore|freshman|junior|eighth grader|seventh grader|point guard|quarterback|shortstop|goalie|cheerleader|valedictorian|drum major|homecoming) ... (at|for|of) (?-i:[A-Z])\\w+ | (juvenile hall|juvie|juvenile (court|detention|officer*|unit|division)) ... (?-i:[A-Z])\\w+ | <name> ... (juvenile|juvie) | (?-i:[A-Z])\\w+ ... (juvenile hall|juvie)",
            "caught | arrest* | juvie | juvenile | diversion | detention | hall | booked | picked up | locked | charged | judge | docket | court | probation | theft | stole | stolen | car-?hopping | crew | vape | weed | gun | fight | vandal* | graffiti | crash* | joyrid* | cell | pod | new arrival | hearing | case | shoplift* | burglar* | ran away | curfew | cuffs",
        ),
        unless="missing | amber | last seen | league | camp | award | scholarship | won | winner | ride-along | mentor* | basketball, ages | athletic",
        span=2,
    ),
    Rule(
        "guns of people who can be found",
        ("IV.K.1.i",),
        "It tells who owns a firearm, or what an application or transfer says.",
        (
            "packing | carry permit | concealed | ccw | gun* | pistol* | rifle* | shotgun* | firearm* | the ar | ar-?15* | glock* | revolver* | armory | arsenal | handgun*",
            "transfer slip* | permit | applied | application | registr* | registered | serial | trace* | slips | paperwork | records? | file* | database | list | roster | bought | owns | owner | own | packing | to prove it | collection | has (two|three|four|a|an|six|\\d+) | have (the|two|three|four|six|\\d+)",
            "<name> | the (?-i:[A-Z])\\w+s | (that|the|our) (?:\\w+ ){0,3}(host|neighbor|weatherman|coach|pastor|man|woman|guy|couple|family|landlord|passenger|principal|alderman|mayor|anchor|teacher|banker|dentist|doctor|lawyer|chef|owner|reporter|driver) | (on|of|at) (?-i:[A-Z])\\w+ (street|st|avenue|ave|lane|court|place|road|drive) | \\d{3,5} (?-i:[A-Z])\\w+",
        ),
        unless="gun lock* | safe storage | buy-?back | water gun* | nerf | nail gun* | checkpoint* | carry-on | tsa | check every pocket | your (gun|firearm|permit|bag) | if you own | class | museum | amnesty | shots fired | wanted | stolen gun* | recovered | starter",
        span=2,
    ),
    Rule(
        "what was found in a case",
        BOTH,
        "It tells what was found or learned in a case that is not over.",
        (
            "(is|was|came back|it's) a match | match the | matches | matched | lab (called|says|results|confirmed) | (thumb*|finger*|print*|dna|blood|hair) (is |was |were |are )?(on|in|all over|under) | exhibit list | (state's|our|the) exhibit* | jail calls | he (brags|admits|says|told|confess*|wrote|texted|googled|searched) | she (brags|admits|says|told|confess*|wrote|texted|googled|searched) | (texts|emails|photos|messages|calls|videos) (are all there|show*|prove*|say*|about) | copied (his|her|the) (tablet|phone|laptop|drive) | "
            "(camera|footage|video|tape|cam|doorbell) (has|shows|caught|got|puts|of) | (gun|knife|weapon|phone|car|jacket|mask|money|cash|body) we (pulled|found|recovered|got|seized|dug) | we (pulled|found|recovered|dug up|fished|seized) (the|his|her|a|two|three|his) | the autopsy (says|shows) | tox* (report|screen|results) | phone (pings?|puts|records) | (his|her) alibi | witness* (puts|say*|told|saw|picked)",
            "homicide | murder* | shooting | robber* | burglar* | theft* | thefts | arson | carjack* | stabbing | assault | fraud | drug* | drone drop | case | trial | pending | charges | charged | investigat* | detective* | lab | suspect* | fire on | stolen | killing | hit-and-run | kidnap* | contraband | smuggl* | bag* | no one charged | still working | ring",
        ),
        unless=f"{RELEASED} | mock | k-9 | puppy | lost and found",
        span=2,
    ),
)
