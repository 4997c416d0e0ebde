"""V.C: disparagement of people for what they are."""

from __future__ import annotations

from ..rule import Rule

GROUP = (
    "women | woman | female* | girls | men | males | gays? | lesbian* | queers? | queer | trans | transgender* | homosexual* | lgbt* | drag queens? | black (people|folks|men|women|kids|families|neighborhoods|guys) | blacks | white (people|folks|men|women|guys) | whites | asian* | chinese | japanese | koreans? | indians? | arabs? | muslim* | islam* | jews? | jewish | christians? | "
    "catholics? | mormons? | hindus? | sikhs? | atheists? | evangelicals? | baptists? | jehovah's | mexican* | hispanic* | latin[oax]s? | immigrant* | migrant* | foreigner* | refugee* | illegals? | illegal aliens | bosnian* | guatemalan* | somali* | haitian* | nigerian* | african* | afghan* | syrian* | vietnamese | filipin* | russian* | polish | irish | italians? | germans? | puerto rican* | cuban* | honduran* | venezuelan* | pakistani* | ethiopian* | "
    "gypsies | gypsy | old (people|folks|timers|ladies|men|women|geezers|farts|goats|guys|drivers) | older (workers|people|folks|employees|drivers|women|men) | over[- ](40|50|60|65|70|fifty|sixty|seventy) | (anyone|anybody|people|folks) over (40|50|60|65|70|fifty|sixty|seventy|forty) | elderly | seniors | senior citizens | boomers? | geezers? | grandmas | grandpas | retirees | dinosaurs? | dead wood | (disabled|handicapped|crippled|wheelchair|deaf|blind|autistic|mentally ill|special[- ]needs|slow) {\\w+ }(people|folks|person|kids|man|woman|guy|guys|lady|"
    "crowd|employee*|worker*|applicant*|users?)? | cripples? | retard* | retards | the (deaf|blind|disabled|mentally ill|handicapped|jews|gays|blacks|mexicans|chinese|muslims|elderly|poles|irish) | schizo* | psychos? | midgets? | dwarf | dwarves | single (mom*|mother*|dad*|women|men) | unmarried | unwed | divorce(d|e*) | married women | mothers | pregnant women | wives | two (men|women|moms|dads|mommies|daddies) | "
    "(sickle cell|down syndrome|huntington*|brca) {\\w+ }(genes?|carriers?|people|patients?|kids|trait)? | his kind | her kind | their kind | those people | these people | you people | their people | that religion | their religion | their culture | headscar* | hijab* | turban* | burka* | accent* | guatemaltecos | mexicanos | negros | chinos | gringos | viejos | viejas | mujeres | gitanos | judíos | musulmanes | haitianos | hondureños | inmigrantes | maricones | pronouns | transgenders | a man who says he's | a woman who says she's | "
    "at (his|her|their|your) age | gene | skin color"
)
SLIGHT = (
    "(don't|do not|doesn't|does not|didn't|never|shouldn't|should not|ought not|won't|aren't|are not|isn't|cannot|can't|no longer|have no) ... (belong*/drive/work*/count/fit*/learn*/handle*/lead*/be trusted/trust*/hire*/real/normal/natural/smart/cut out/safe/welcome/park/think/read/speak/be (a|an|in|on|at|around|hired|here|trusted|allowed)/keep up/do (math|the job|this job|the work)/have the (brains|strength|stomach)/pull their/"
    "deserve*/last/tell the truth/wash/pay*/understand/change/business) | (are|is|they're|he's|she's|all|were|was|being|just|always|so|too|such|nothing but|bunch of) ... (lazy|dirty|filthy|dumb|stupid|criminals?|animals?|savages?|thieves|a problem|ruin*|disgusting|too (old|slow|weak|emotional|soft|fragile)|crazy|liars?|cheap|greedy|hysterical|nasty|inferior|unnatural|sick*|perverts?|pervs?|sinful|sinners?|a sin|an abomination|confused|mentally ill|freaks?|a joke|useless|worthless|"
    "leeches|parasites|terrorists|violent|backward*|primitive|uncivilized|a burden|a disgrace|not normal|a liability|unreliable|untrustworthy|to blame|bad (drivers|employees|workers|parents|genes|tenants|blood)|idiots?|morons?|trash|garbage|vermin|scum|loud|rude|invaders|gold diggers|weak|a drag|dead weight|out to pasture|past (their|his|her)|senile|over the hill|a waste|broken homes?|unfit) | "
    "(should|need to|ought to|better|must|can|let them|time to|time for) ... (go back|go home|stay home|stay in (the kitchen|their)|retire|move out|step aside|quit|leave|learn english|speak english|get out|be (home|locked|kept|sent|put|banned|deported|sterilized|at home)|know (their|her) place|hang it up|make room|make way|stick to|find (a man|a husband)|pray|convert|shut up) | "
    "go back (to|where) | go home | speak english | taking over | take over | (no|not a|have no) place (for|in|on) | ruin* (this|our|the|every) | smell* | stink* | breed* (like) | live off | on welfare | bad genes | bad attendance | never be a (real|man|woman|family) | (not|isn't|aren't) (a )?real (man|men|woman|women|family|families|marriage|jobs?|disability|american*) | what do you expect from | what you get (when|with|for) | "
    "figures | typical | you know how (they|those|these|women|men) | we all know (how|what|it|they) | that's (how|what) (they|those|these) | just (being|like) (women|men|them) | flojos? | sucios? | ladrones | vagos | brutos | estúpid* | asquerosos | borrachos | tontos | peligrosos | no saben | que se vayan | drive like | jew(ed)? (me|us|him) | gyp* | retarded | faking (it|a|their) | fake (disabil*|limp) | playing the (race|gender) card | diversity hire* | affirmative action hire* | "
    "dei hire* | quota | not (my|our) kind | kind of people | thin the herd | natural selection | put (them )?out to pasture | expiration date | old dogs? | new tricks | out of touch | can barely | need* (a babysitter|diapers|a nap) | wouldn't (hire|trust|let) | i'd never (hire|trust) | (nobody|no one) wants | wants? (to work|their own)|act like (it's|that's) normal | against (nature|god) | going to hell | burn in hell | the devil | cult | brainwash* | infest* | plague | invasion | swarm* | overrun"
)
CELEBRATED = (
    "happy | celebrat* | history month | heritage | pride (month|flag|parade|festival|week) | does not discriminate | do not discriminate | discriminat* | equal opportunity | civil rights | accommodat* | asl | interpreter* | welcome* | congrat* | mubarak | blessed | awareness | screening* | clinic* | free | services for | seniors (can|may|get|ride|are invited|lunch) | honor* | thank* | proud | inclusive | inclusion | "
    "accessib* | festival | parade | exhibit* | workshop | class | classes | register | program* | museum | stand against | hate (has|crime*) | racism | stereotype* | myth* | is wrong | is false | isn't true | not true | unacceptable | no place for hate | zero tolerance | harassment | proclamation | statistic* | study | at risk | heat (advisory|wave|index) | check on | black (walnut|ice|top|bear|history|friday) | white (oak|water|pickup|house) | polish (sausage|the) | german shepherd* | "
    "irish (setter|dance*) | italian (restaurant|festival|food|heritage) | chinese (lantern|new year|restaurant) | indian (summer|ocean|grass) | russian (olive|sage) | japanese (beetle*|garden|knotweed) | african (violet*|elephant*) | blind (spot*|curve*|corner*) | deaf (interpreter) | old (furniture|paint|tires|pipes)"
)
RULES = (
    Rule(
        "disparages a group",
        ("V.C",),
        "It speaks ill of people for what they are.",
        (GROUP, SLIGHT),
        unless=CELEBRATED,
        span=2,
    ),
    Rule(
        "slur",
        ("V.C",),
        "It uses a word that disparages people for what they are.",
        (
            "faggot* | fags? | tranny | trannies | dykes? | shemale* | homos? | retard(s|ed)? | spics? | wetbacks? | beaners? | chinks? | gooks? | japs? | kikes? | niggers? | niggas? | coons? | jungle bunn* | ragheads? | towelheads? | sand \\w+ers? | camel jockey* | wops? | dagos? | polacks? | micks? | gypped | gyps? | jewed | cripples? | tards? | feminazi* | thots? | anchor bab* | ghetto (trash|people|rats?) | "
            "trailer trash | white trash | bible thumper* | libtards? | old (hag|bat|biddy|fart|geezer|coot)s? | maricon* | negrat*",
        ),
        unless="fire retard* | flame[- ]retard* | retardant | raccoon* | coon ?hound* | chink in | spic and span | dyke road | mick jagger | reclaim* | hate speech | slur* | never (say|use) | the r-word",
    ),
)
