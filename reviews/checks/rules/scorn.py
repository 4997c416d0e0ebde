"""V.C: people spoken of with scorn for what they are, in whatever words."""

from __future__ import annotations

from ..rule import Rule
from .conduct import CELEBRATED

NATION = (
    "(somali|bosnian|mexican|haitian|guatemalan|honduran|syrian|afghan|chinese|japanese|korean|vietnamese|indian|pakistani|nigerian|ethiopian|irish|italian|polish|german|russian|arab|cuban|venezuelan|iraqi|iranian|albanian|ukrainian|congolese|asian|african|hispanic|latino|black|white|muslim|jewish|catholic|christian|hindu|mormon|amish|gay|trans|lesbian|"
    "native american|puerto rican|immigrant|refugee|foreign|deaf|blind|disabled|autistic|wheelchair|handicapped|bipolar|elderly|old|older|female|male|married|single|divorced|unmarried|unwed|pregnant|young)"
)
PEOPLE = (
    f"{NATION} (moms?|mothers?|dads?|fathers?|men|women|man|woman|guys?|girls?|boys?|kids|people|folks|ladies|lady|families|family|drivers?|workers?|neighbors|crew|crowd|types?|patients?|couples?|tenants?|landlords?|cashiers?|employees?|hires?|swim team|team|clerks?|applicants?|cops?|teachers?|nurses?|doctors?|passengers?|customers?|patrons?|staff|residents|travelers?|students?|workmen|contractors?|preachers?|wom[ae]n drivers?) | "
    "somalis | bosnians | mexicans | haitians | guatemalans | hondurans | syrians | afghans | koreans | vietnamese | indians | pakistanis | nigerians | ethiopians | italians | russians | arabs | cubans | venezuelans | iraqis | albanians | ukrainians | asians | africans | hispanics | latinos | blacks | muslims | jews | catholics | christians | hindus | mormons | the amish | gays | lesbians | immigrants | foreigners | refugees | seniors | boomers | geezers | "
    "the (deaf|blind|disabled|elderly|handicapped|old|gays|jews|muslims|chinese|irish|french|poles|germans) | women | girls | females | trans | the whole religion | their religion | that religion | this religion | islam | judaism | a [4-9]\\d[- ]year[- ]old | at (4|5|6|7)\\d | (4|5|6|7)\\d[- ]year[- ]olds? | anyone over \\d\\d | (people|folks|employees|workers) over \\d\\d | gray ?hairs? | grayhairs? | blue[- ]hairs? | autistics? | down('s)? syndrome | wheelchairs? | mental patients? | "
    "los (mexicanos|guatemaltecos|negros|chinos|haitianos|hondureños|viejos|judíos|gitanos|inmigrantes) {\\w+ }* | las (mujeres|viejas|mexicanas|negras) | two (moms|dads|mothers|fathers|husbands|wives|grooms|brides) | lgbt\\w* | queers | homosexual* | transgender* | hijabs? | turbans?"
)
SCORN = (
    "no thanks | separate (line|lines|bathroom*|entrance|section|room) | nervous | uncomfortable | thug* | con | scam* | fraud* | frauds | fakers? | faking | liars? | crooks? | pigs? | dogs | rats | roaches | cockroaches | monkeys? | apes? | zoo | circus | cult | babies | baby | crying | cry | whin* | nag* | gossip* | hysteri* | emotional | hormon* | kitchen | dishes | cook and clean | barefoot | lazy | filthy | dirty | stink* | smell* | greedy | cheap | stingy | dumb | dumber | stupid | idiot* | clueless | slow | useless | hopeless | helpless | "
    "cochinos | burros | ratas | sucios | flojos | criminales | animales | inútiles | tontos | ignorantes | always (late|drunk|fighting|loud|first|the ones|whining|crying) | it's always (the|them) | always (the|a) | never (pay*|work*|wash*|learn*|listen*|on time|show*|tip*) | not one of (them|these) | none of them | expect (a lot|lots|plenty) | ugh | no more | enough of | too many | what's next | oxygen tank* | bingo | nursing home | diaper* | walker and | nap | "
    "other (fish|freaks|animals) | freak* | weird* | unnatural | abnormal | gross | disgust* | creepy | (let|letting) their kids | run wild | breed* | can't reason | let out | locked up | put down | put away | burden | drain | mooch* | handout* | steal* | thie* | terroris* | bomb* | savage* | barbar* | backward* | primitive | jungle | caves? | magically walk | miracle* | playing (it|the) | drive like | like they drive | drivers from | park like | "
    "rather not (hire|work|serve) | wouldn't (hire|trust|rent|serve|let) | never (hire|trust|rent|promote) | no (girls|women|men|gays|muslims|immigrants) (allowed|on|in|please) | belong in | belongs in | belong (back|somewhere) | where they came from | own country | back home | learn the language | speaks? english | in english | real (men|women|americans?|families|parents|marriage) | normal (people|families|folks) | sin | sinful | hell | damned | pray the | broken | gold ?digger* | "
    "over the hill | washed up | dead weight | dinosaur* | fossil* | can't (keep up|drive|handle|learn|lift|hear|see|count|spell|read|figure|cut it|hack it|parallel|throw|take orders|control) | couldn't (handle|lift|drive|hack|figure) | got no business | no business (being|on|in|driving) | have no business | shouldn't (be|have|drive|vote|work|lead|adopt|teach|raise) | ruin* | the problem with | blame | fault | kill the | why we can't | why nothing | half the (block|shift|crew|class|office) | "
    "or they'd | too (old|emotional|soft|weak|sensitive|loud|many) | bad genes | bad blood | defect* | weak | inferior | less than | not (real|normal|natural|human|smart|bright|quite right|all there)"
)
RULES = (
    Rule(
        "scorn for a group",
        ("V.C",),
        "It speaks with scorn of people for what they are.",
        (PEOPLE, SCORN),
        unless=f"{CELEBRATED} | antisemit* | more likely | misdiagnos* | survivors | league | beat the | bears | old (building|pipe*|house*|tree*) | gallery | film | novel | history | scam* (targeting|aimed|alert|against|on) | target* | adoption event | baby shower | bingo (night|at) | crying room",
    ),
)
