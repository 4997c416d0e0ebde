"""IV.K.1.b, c, d: the dead, those in danger, sources and suspects."""

from __future__ import annotations

from ..rule import Rule

DANGER, SOURCE = ("IV.K.1.c",), ("IV.K.1.d",)
WITNESS = (
    "witness* | eyewitness* | victim* | survivor | complainant | undercover | under cover | informant* | only (person|one) who (saw|heard) | saw the (shooter*|killer*|shooting|whole thing|gunman|driver|robber*|stabbing|face) | (will|to|going to|agreed to|ready to|promised to|set to|about to|willing to|gonna) testify | testif* | take the stand | "
    "picked (him|them|the guy|the shooter|her attacker) out | identified the (shooter|suspect|killer|robber|driver) | star witness | order of protection | protective order | restraining order | protection order | battered | abuser | abusive (ex|husband|boyfriend|partner) | her ex | his ex | stalker | stalk* | "
    "witness protection | can identify | turned (him|them|in) in | the one who (called|told|reported|turned) | state's witness | key witness | cooperat* | domestic violence | fled | hiding from | escaped (her|his) | testimony | gave us the name | spoke up | came forward | juror* | guards | deep cover | narcotics officer | ex-husband | ex-boyfriend"
)
WHERE = (
    "staying (at|with|in|on|near|across) | sheltering | shelter* at | hiding (at|in|out) | relocated (to|them|her|him)? | moved (to|her|him|them|in with) | lives (at|on|in|near|with|over|above|behind|across|next) | living (at|on|in|with|near) | works (at|the|nights|mornings|behind|in|as) | work* the | working (at|the|as) | motel | hotel | inn | "
    "her (sister|mother|mom|aunt|cousin|parents|grandmother|brother)'s | his (sister|mother|mom|aunt|cousin|parents|grandmother|brother)'s | safe ?house | room \\d+ | apartment | apt | unit \\d+ | who runs | runs the | owns the | parks (her|his) | walks (her|his|home) | every (morning|night|day) | gets off (work|at) | picks up | school is | "
    "attends | goes to | the (yellow|blue|white|brick|red|green|gray|corner) (house|two-story|duplex|bungalow|building|apartment) | two doors | across (from|the street) | next door | around the corner | desk at | cashier | barista | bartender | clerk at | <place> | address | shift at | <name> | our own | will be sitting | front row | seat \\d+ | drives a"
)
ADVICE = (
    "pie | donut* | doughnut* | cookie* | tacos | barbecue | recipe* | what to wear | for witnesses | guide (for|to) | stays out of | have rights | your rights | hotline | help line | helpline | support line | if you (are|were|saw|witness*|have|know) | if someone | don't give | never go | witnesses (are|should|can|may) (asked|call|come) | any witness* | anyone who | seeking witness* | looking for witness* | call the tip | tip line | advocates (are|can|will|help) | support group | "
    "services | awareness | train* | how to | apply | fund | compensation | month | statistics | annual | number of | percent | memorial | vigil | jury duty | jurors (report|should|must|need|park) | undercover boss | lives lost | victims of (the )?(fire|flood|storm|tornado) | never share"
)
RULES = (
    Rule(
        "mutilated remains",
        ("IV.K.1.b",),
        "It describes or shows a dead person mutilated.",
        (
            "dismember* | decapitat* | behead* | severed | mutilat* | in (two|three|four|several|\\d+|multiple|many|little|tiny|\\w+) pieces | in pieces | torn (apart|in|to|off|limb) | ripped (apart|in half|off) | cut (in half|in two|to pieces|off|up) | sawed | mangled | gutted | disembowel* | beyond recognition | without (a|his|her|its|their) (head|arm*|leg*|hands|face) | "
            "headless | (skull|face|head) ... (crushed|caved|split|gone|smashed|blown|missing|half) | half (his|her|the) (head|face|skull) | entrails | intestines | guts | brain* | body parts | parts of (him|her|the body|the victim) | scattered (along|across|over|down|on) | what('s| was| is) left of (him|her|the) | "
            "(arm|arms|leg|legs|hand|hands|foot|feet|finger*|head|limb*|torso) ... (found|feet away|yards away|separately|missing|off|apart|gone|in the|from the) | charred | skinned | burned to | dragged under | hacked | chopped | crushed flat | blown off | (no|missing) (head|arms|legs|hands|face) | cut clean | pieces of",
            "body | bodies | corpse* | remains | torso | coroner* | morgue | autopsy | victim* | deceased | dead (man|woman|guy|person|body) | medical examiner | pedestrian | skull | skeleton | head of | (him|her) | his | he | she | suicide | homicide | jumper | the (rider|driver|man|woman|worker|passenger|escapee|inmate|prisoner) | murder* | killed | death | cadaver",
        ),
        unless="tree* | branch* | storm debris | mannequin* | statue* | doll* | scarecrow* | halloween | haunted | zombie* | dummy | dummies | puzzle | bike* | fence | guardrail | couch | sofa | puppet* | costume* | prosthetic* | carp | fish | deer | pumpkin* | fingerprint* | headcount | lego | pottery | toy*",
    ),
    Rule(
        "a witness or victim who can be found",
        DANGER,
        "It says who a witness or victim is, or where to find one.",
        (WITNESS, WHERE),
        unless=ADVICE,
        never_with="no names are kept | tips can be left | can you help",
        span=2,
    ),
    Rule(
        "an undercover officer made known",
        (*DANGER, "IV.K.2.b"),
        "It names or describes an officer who works under cover.",
        (
            "undercover | under cover | plain ?clothes | plain-clothes | deep cover | buy (team|officer) | works the street | narc* (guy|officer|detective) | poses as | posing as | pretending to be | disguised as | goes by",
            "<name> | <officer> | our (?-i:[A-Z])\\w+ | he | she | look for | the (guy|man|woman|one) (in|with|who)",
        ),
        unless=f"{ADVICE} | retired | movie | film | show | history | mascot | santa | mystery shopper*",
    ),
    Rule(
        "a confidential source",
        (*SOURCE, "IV.K.1.c"),
        "It says who gave information in a case.",
        (
            "informant* | ci | c\\.i\\. | confidential source | source | snitch* | tipster | tipped (us|me|detectives|off|our) | told us (who|where|which|about|that|everything|the|it) | tells us (who|where|everything) | talk* to (us|our|detectives|the detectives|investigators) | talk* to our | (wore|wearing|wears) a wire | cooperat* (with|against|witness) | feeding (us|our|detectives) | "
            "inside (man|woman|guy|source) | on the inside | keeps (his|her|their) ears | ratted | rat | flipped | turned on (his|her|them) | dropped a dime | gave (him|her|them|us|up) (up|the|his|her) | gave us | our ears | eyes and ears | helped us (crack|find|catch|bust|get) | whistleblower | paid (him|her) for | has been (telling|helping|calling) | keeps (telling|calling|texting) us | came to us | wired up | slipped us | passed us | whispered",
            "<name> | (?-i:[A-Z][a-z]+) (in|at|from) (?-i:[A-Z]|the) | the (?:\\w+['']?s? ){0,3}(bookkeeper|bartender|clerk|manager|girlfriend|ex|wife|husband|barber|cousin|roommate|cellmate|janitor|landlord|neighbor|waitress|driver|doorman|secretary|accountant|brother|sister|partner|nephew|mechanic|porter|nurse|foreman|owner|dealer|baggage handler|skycap|cashier|assistant|employee|worker|trustee) | "
            "(his|her|their|its|company's|own) {own }(bookkeeper|bartender|clerk|manager|girlfriend|ex|wife|husband|barber|cousin|roommate|cellmate|janitor|landlord|neighbor|waitress|driver|doorman|secretary|accountant|brother|sister|partner|nephew|mother|uncle|son) | lives | works (at|the)",
        ),
        unless=f"{ADVICE} | anonymous* | stay anonymous | confidentially | we don't ask | water source | open source | source of (the )?(odor|smell|leak|fire|funding|pride|water|heat) | raccoon | dog | cat | coyote | rats | rodent* | poison | teacher | told us (how much|they love|it was the best|you want) | survey | residents told",
        span=2,
    ),
    Rule(
        "a suspect who is not in custody",
        (*SOURCE, "IV.K.2.a"),
        "It says who is suspected, and that person is not in custody.",
        (
            "suspect* | person of interest | looking (at|hard at|into) | sealed (warrant|indictment|complaint) | warrant* (for|on) | eyes on | watching | closing in on | onto (him|her|them) | building a case | like (him|her) for | about to (arrest|pick|grab|charge|be) | next on (our|the) list | plan* to (arrest|pick|grab) | will be (arrested|picked up|charged) | (pick|picking|scoop|grab|arrest|arresting) (him|her|them) {up } | indictment* | "
            "going to (arrest|knock|pick) | the name we keep | number one | our (main|top|prime|number one|best) | tailing | surveill* | we know (it's|it was|who) | target* of",
            "<name> | (?-i:[A-Z][a-z]+) (?-i:[A-Z]\\.) | the (?:\\w+ ){0,3}(owner|manager|boyfriend|ex|husband|nephew|neighbor|son|brother|cousin|coach|employee|bartender|contractor|landlord|driver|stepfather|uncle|mechanic|worker|cook|janitor|handyman) (at|of|on|in|from|who) | (victim's|her|his) (own )?(boyfriend|husband|ex|nephew|son|brother|cousin|stepfather|business partner|roommate|neighbor)",
            "not (yet )?(in custody|arrested|been arrested|been picked up|charged|caught) | hasn't been (picked up|arrested|charged|caught|served) | haven't (picked|arrested|caught|found|charged|got|served|grabbed|told) | doesn't (know|suspect|have a clue) | does not know | has no (idea|clue) | no clue | no idea | yet | still (free|out|at large|walking|working|at work|driving|thinks|on the|home|lives) | before (he|she|they) | mum's the word | "
            "tomorrow | tonight | friday | monday | this week | next week | at dawn | by the weekend | soon | any day | in the wind | on the run | don't (tell|spook|tip) | sh+ | keep it (quiet|under) | laying low | sealed | without (him|her) knowing | unaware | we're (waiting|not there)",
        ),
        unless=f"{ADVICE} | released by | authorized for release | by order of | published | do not approach | don't approach | call 911 | public notice | crimestoppers | wanted: | was (arrested|convicted|sentenced)",
        never_with="do not approach | don't approach | published by order | authorized for release | released by order",
        span=3,
    ),
)
