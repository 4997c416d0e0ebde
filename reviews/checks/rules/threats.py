"""V.D: threats of violence, with and without a violent verb."""

from __future__ import annotations

from ..rule import Rule

PLAY = (
    "hockey | softball | basketball | football | volleyball | kickball | tug[- ]of[- ]war | tournament | cook-?off | chili | bbq | trivia | chess | game (night|day) | league | rivalry | rematch | championship | season opener | scrimmage | dodgeball | charity match | boxing | wrestling match | karate | self-defense class | judo | weed* | honeysuckle | kudzu | mosquito* | bugs | pests? | ants | "
    "wasps? | beetles? | invasive | rats | rodent* | potholes? | weather | tornado* | storm* | heat | cold | ice | snow | wind chill* | hurricane | flood* | lightning | carbon monoxide | smoke | fire safety | fentanyl | opioid* | overdos* | drunk driv* | speed kills | texting | statute | law says | section \\d+ | state law | rsmo | crime of | charged with | sentenced | convicted | was (shot|stabbed|killed|beaten|arrested) | were (shot|killed|injured) | died | victim* | "
    "poison ivy | rabies | germs | vaccin* | flu | virus | bacteria | beat the (heat|rush|crowd*|traffic|clock|winter) | demolition | implod* | condemned | live[- ]fire | burn ban | controlled burn | prescribed burn | break ground | breaking ground | hit the (road|gym|trail*|books|ice) | hit or | movie | film | play | novel | book | author | museum | cancer | fundraiser | hang (out|up|on|your) | burn (calories|permit*|barrel*|leaves|center|camp) | shoot (hoops|baskets|us an|photos|a photo) | "
    "photo shoot | shot clinic | shots | drown prevention | drowning | pool | swim* | life ?jacket* | life vest* | will kill you if | suicide | hotline | help line | 988 | domestic"
)
OBJECT = (
    r"(?:you|your|yours|ya|y'all|him|her|his|them|their|these\s+\w+|that\s+\w+|those\s+\w+|whoever|somebody's|our\s+(?:cfo|boss|director|mayor|chief|slumlord)|the\s+(?:mayor|alder\w+|council\w*|landlord|inspector|"
    r"reporter|judge|driver|owner|guy|man|woman|punk\w*|idiot\w*|thie\w+|vandal\w*|tagger\w*|dumper\w*|boss|next\s+\w+)|<name>)"
)
VERB = (
    r"(?:kill|shoot|stab|beat|punch|smack|slap|hurt|strangl|chok|drown|hang|lynch|bury|burn|torch|bomb|firebomb|stomp|kick|whip|bash|smash|slit|cut|knock|break|crack|bust|run|throw|shov|push|toss|drag|feed|drop|hit|skin|gut|flatten|flog|clobber|deck|throttl|wring|"
    r"snap|rip|tear|bit|blow|jump|club|hammer|pound|shank|taze|tase|scalp|crush|wreck|trash|slash|egg|string|wrap|ram|stick|bounce|take|finish|end|get|make|put|haunt)\w*"
)
HOSTILE = (
    "if (you|i|we|he|she|they|a few|anyone|anybody|somebody|some of|it were) | one more time | (try|do|pull|touch|block|steal|dump|park|cross|say|come|show) (it|that|this|me|here|around|our|my|up|your) ... again | again and | next time | keep (it|on|moving|sic*|park*|dump*|talk*|push*|laugh*|call*|tak*) | i'll | we'll | i'm (going|gonna|about) | we're (going|gonna) | i will | we will | i would | i'd | we'd | gonna | "
    "somebody (should|ought|oughta|needs|has|better|please) | someone (should|ought|oughta|needs|has|better|please) | hope* (somebody|someone|he|she|they|you|the|it) | whoever | deserve* | (wants?|needs?|begging|asking|cruising) (a|for|to) | you'll | you're (going|gonna) | you (will|won't) | he'll | she'll | they'll | i say we | let's | swear | promise | i mean it | not kidding | would fix | nobody ('d|would|will) (cry|miss) | time somebody | ought to | oughta | wish | 'd love | can't wait"
)
BODILY = (
    "(around|to|into|under|through|off|out|over|in|down|with|apart|up) ... (pond|river|engine|ground|dirt|hospital|morgue|grave|roof|bridge|window|wall|floor|stairs|tracks|traffic|car|truck|plow|mower|chipper|trunk|teeth|throat|face|head|skull|jaw|neck|nose|mouth|hands?|bat|bats|pipe|shovel|rope|gun|knife|boot|fist|belt|lake|mulcher|crusher|bullet|bleach|lamppost|tree) | teeth | jaw | neck | throat | kneecap* | knees | legs | skull | face | "
    "nose | fingers | bones? | ribs | head in | lights out | to death | bleed | dead | alive | senseless | pulp | (his|her|your|their) (house|garage|car|truck|porch|home|windows|tires) | kill* | shoot | shot | stab* | strangl* | lynch* | bury | torch* | firebomb* | hurt (you|him|her|them) | beat (you|him|her|them|the) | smash* | stomp* | regret | sorry | pay for"
)
FIXED = (
    "watch your back | know which (car|house|door|truck|desk|school) | sleep with one eye | know where (you|he|she|they|your|his|her) {\\w+ }(live*|sleep*|park*|work*|go*) | (won't|wont|not going to|never going to|ain't) (be )?(walk*|limp*|see*|mak*|liv*|breath*|leav*) ... (home|away|out|christmas|morning|tomorrow|again|another|alive) | neither one of you ... (see|walk|live) | not (walk*|leav*) ... (home|away|alive) | put (you|him|her|them|somebody|that) ... (hospital|ground|river|dirt|trunk|morgue|wheelchair|box|casket|grave) | "
    "six feet under | (leave|go home|go out|end up|carried out|wake up) in (a|an|the) (body bag|hearse|ambulance|ditch|river|hospital|box) | catch (these )?hands | throw hands | beat-?down | bullet (in|with|for) | (a|the) (rope|noose) and | (tak|bring|put)\\w* (a|the|my|our|his) (bat|crowbar|hammer|shovel|wrench|pipe|torch|match|knife|axe|sledge\\w*) to | (got|have) (a|my|our|two|some) {\\w+ }(tire iron|crowbar|ball bat*|baseball bat*|pipe wrench|sledgehammer|shotgun|machete|bat|louisville slugger|pitchfork*|ax|axe|twelve-gauge|12-gauge|nine|glock|rope|shovel) ... (waiting|for (you|him|her|them|whoever|the next)|with your|if you|ready for|and a (long|short)|come (on|see|by)|tonight) | "
    "pitchforks | (visit|knock|call) (from|by) ... (fellas|guys|boys|friends|bats|dark) | in the dark | (wired|broken) jaw | eat(ing)? through a straw | accident* (happen|could happen|waiting) | something (bad )?(could|might|is going to|will) happen to (you|him|her|them|your|his) | a shame if | (break|bust|snap|crack) (his|her|your|their|both|every|some) {\\w+ }(leg*|arm*|neck|jaw|kneecap*|knee*|finger*|bone*|teeth|head*|skull*|face) | (teeth|lights) (out|in|down) | "
    "(shovel|brick|bat|bullet|fist|boot|hammer|wrench|pipe|rock) ... (through|upside) (you|your|the|his|her) | (swing|shoot) first | come find (you|him|her|them) | (we|i|we'll|i'll) (find|come for|hunt|be waiting for) (you|him|her|them) | (lose|losing) (some|your|a few|his) {\\w+ }(teeth|fingers|kneecap*) | you('ll| will) (bleed|regret|be sorry|pay|get (it|hurt|yours|a beating)|wish you|limp) | what's coming to (him|her|them|you) | blood (on|in) the (streets|street|sidewalk|floor) | meet (me|us) (out )?(back|outside|behind) | step outside | (take|taking) (him|her|them|you) out back | "
    "good (hanging|beating|whipping|thrashing) | (deserves?|needs?|earned|wants?|owed) (a|an|to be) (bullet|beating|beat|punch*|slap*|smack*|whipping|brick|shot|hanged|hung|baseball|bat|good|tune-up|knuckle) | (put|get) (a|one) (brick|bullet) | string (him|her|them|you|up) | last (thing|mistake) (you|he|she) | show (him|her|them|you) what ... (fist|bat|shovel|knuckles)"
)
RULES = (
    Rule(
        "threat of violence",
        ("V.D",),
        "It reads as a threat of violence.",
        (FIXED,),
        unless=PLAY,
        never_with="charity (hockey|game|match|softball) | live-fire training | guns 'n hoses | guns and hoses | prescribed burn | pro wrestling | murder mystery",
        span=2,
    ),
    Rule(
        "violence wished or announced",
        ("V.D",),
        "It announces violence to somebody, or wishes for it.",
        (f"{VERB} {{\\w+ }}{OBJECT}", HOSTILE, BODILY),
        unless=f"{PLAY} | take you (to|on|through) | save you | help you | make (your|you|sure) | get (your|you) (shot|flu|free|ready|own) | smoke | ticks? | inspector* | unsafe | slow down | pie in the face | take (him|her|them|your) (home|to|seriously) | call 911",
        never_with="charity (hockey|game|match|softball) | live-fire training | prescribed burn | murder mystery | dodgeball",
        span=2,
    ),
    Rule(
        "violent verb at a person",
        ("V.D",),
        "It speaks of violence to somebody as a wish or a plan.",
        (
            "(kill|shoot|stab|strangle|choke|drown|hang|lynch|smack|slap|punch|clobber|deck|throttle|flatten|stomp|beat|knock|torch|burn down|blow up|shove|run over|run down|bury|whip|smash|bash|break|hurt) {the |up |out }"
            "(you|him|her|them|his|their|your|that (guy|man|woman|idiot|clown|punk|jerk|landlord|driver)|whoever|<name>|somebody's|these (people|clowns|idiots|punks)|every one of (you|them)|the (alder\\w+|mayor|landlord|judge|reporter|owner|boss|next (one|person|guy|driver)))",
            "if (you|i|we|he|she|they) | again | next time | i'll | we'll | i will | we will | i would | i'd | we'd | gonna | going to | somebody (should|ought|oughta|needs|better) | someone (should|ought|oughta|needs|better) | hope* (somebody|someone|he|she|they) | deserve* | i say we | swear | ought to | oughta | wish (somebody|someone|i|we) | 'd love | can't wait | let's | come (on )?by | bring",
        ),
        unless=f"{PLAY} | if someone | says they | call 911 | could hurt | can hurt | hurt (someone|somebody|themselves) | help | habit | record | fever | lines? | traffic | silence | news | street | (his|her|my|their) (back|knee|shoulder|ankle|leg|arm|feelings)",
        never_with="charity (hockey|game|match|softball) | live-fire training | prescribed burn | murder mystery | dodgeball",
    ),
)
