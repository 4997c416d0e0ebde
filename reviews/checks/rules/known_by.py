"""IV.I, IV.K.1.e to h: a person whom readers know by a place, a habit or a relative, beside what is nobody's business."""

from __future__ import annotations

from ..rule import Rule
from .operations import PUBLIC
from .personal import NOT as NOT_PRIVATE

WORKER = "(the/our/that/this/a/one of our) {new |old |young |night |head |other |former } {\\w+ }(instructor/lifeguard/clerk/operator/driver/cook/plumber/inspector/dispatcher/foreman/supervisor/librarian/page/intern/guard/nurse/analyst/janitor/custodian/forester/mechanic/lineman/teller/secretary/receptionist/trainee/recruit/captain/chief/director/boss/laborer/flagger/tech/technician/counselor/caseworker/ranger/tenant/patient/client/patron/customer/resident)"
RULES = (
    Rule(
        "a colleague's or client's health, without a name",
        ("IV.I",),
        "It tells of the health of somebody whom readers can know.",
        (
            WORKER,
            "epilep* | seizure* | diabet* | cancer | chemo | depress* | bipolar | pregnan* | miscarr* | hiv | hepatitis | rehab | sober | detox | relaps* | insulin | stroke | heart attack | panic attack* | anxiety | dialysis | lupus | dementia | alzheimer's | surgery | therapist | psychiatrist | (his/her/their) (doctor/meds/diagnosis/oncologist/condition/treatment/pills/bad back/bad heart/hip) | "
            "rash | (first/second/third/fourth/last) round of treatment | tested positive | std | overdos* | suicid* | breakdown | drinking problem | aa",
            "poor (?-i:[A-Z]) | <he> | until | because | since | after | out | off | again | has | had | is | was",
        ),
        unless=f"{NOT_PRIVATE} | services | appointments | if your | ask your doctor | your doctor | helps (people/residents/patients) | teaches | training | rescued | saved | cpr | drill",
    ),
    Rule(
        "who a patient, client or visitor is",
        ("IV.I",),
        "It lets readers know who a patient, client or visitor is, or what their trouble is.",
        (
            "the {\\w+ }(dj/bartender/singer/barber/coach/dancer/bouncer) (at/from/in) | patient | client | tenant | the (man/woman/lady/gentleman/boy/girl/kid/family) (who/in/with/at/on) | we visited | visited today | our (regular/friend) | <name>, (\\d+(st/nd/rd/th) floor/apartment/apt/room/unit) | mrs? <name> | mrs. <name>",
            "is the (cook/barber/teacher/clerk/pastor/nurse/owner/hostess/man/woman/lady/son/daughter/wife/husband) | forgets (the/her/his/to) | (sleeps/sleeping/lives/living) (by/in/under/behind) | (son/daughter/nephew/niece/husband/sister) (takes/took/spends/steals/keeps/cashes) | (takes/took) (the/her/his) check | came to us | (was/is) not good news | cannot read | can't read | off (his/her) meds | wanders | hears voices | wets | drinks | beats | hit her | hits her | afraid of (him/her) | no food | hoard* | bedbugs | lice | starving | behind on | "
            "has been told where | told where to find | ran away from",
            "<name> | at (?-i:[A-Z])\\w+ | on (?-i:[A-Z])\\w+ | (4th/\\d+(st/nd/rd/th)) floor | in the photo | apartment | unit \\d+ | who danced | get tested | slept with",
        ),
        unless=f"{NOT_PRIVATE} | exhibit | statue | portrait | character | legend | opening night | mural",
        span=2,
    ),
    Rule(
        "a body part, debt or secret of somebody named",
        ("IV.I",),
        "It tells a private fact of a person whom readers can know.",
        (
            "(?-i:[A-Z][a-z]+)'s (?:bad |broken |new |old |other |torn |trick )?(?:knee|back|heart|hip|liver|nerves|drinking|divorce|baby|pregnancy|kidney|ankle|shoulder|hernia|rash|debts?|bail|custody|paycheck|pension|rent|eviction|credit)\\b | customer (mr|mrs|ms|miss)\\.? (?-i:[A-Z])\\w+ | (mr|mrs|ms|miss|dr)\\.? (?-i:[A-Z])\\w+,? (we|you|your|did|has|have|still|owes) | hi (ms|mr|mrs)\\.? (?-i:[A-Z])\\w+, | (to|dear) the (mom|mother|dad|father|parents|family|wife|husband) of | why (?-i:[A-Z])\\w+ (left|quit|is gone|was let|isn't|disappeared|resigned|retired) | hi (?-i:[A-Z])\\w+,",
            "claim | till (spring|summer|fall|winter|may|june) | until (spring|summer|fall) | out (for|till|until) | did not pay | didn't pay | have not paid | hasn't paid | check (was|came|is) (returned|back) | bounced | background check | did not get the job | turned down because | (you|he|she) (have|has) been late | was rubber | no extension | ask the (breathalyzer|judge|ex-wife|bartender|union|police) | in room \\d+ | it's (measles|lice|scabies|mumps|tb|covid|ringworm|pinworms|hepatitis) | your (test|file|record|results|case|debt|arrears|eviction|diagnosis) | again | officially | acting up | operation | comp | shut you off | owe",
        ),
        unless=f"{NOT_PRIVATE} | payment plan | your record(s)? request | thank you for | kidney beans",
    ),
    Rule(
        "the private affairs of somebody addressed by title",
        ("IV.I",),
        "It tells of the private affairs of a person who is named.",
        (
            "(?-i:Mr|Mrs|Ms|Miss|mr|mrs|ms|miss)\\.? (?-i:[A-Z]?)[a-z]+",
            "(his|her|their|your|for) {\\w+ }(benefits?|food stamps|results|medications?|prescriptions?|insulin|oxygen|inhaler|caseworker|case worker|disability|eviction|lease|rent|arrears|balance|shutoff|probation|parole|ex|divorce|custody|checks?|pension|bank|account|biopsy|scan|surgery|leg|hip|heart|lungs|kidneys?|memory|mind|bruises?|landlord|social security|immigration|papers|visa|will|debts?) | bedridden | confus* | incontinent | fell (in|on|again|at) | lives alone | home alone | on oxygen | blood clot | found (him|her) (on|in) | (was|is|has been|got) (evicted|hospitalized|diagnosed|admitted|arrested|sedated|suicidal|drunk|high|homeless|broke|pregnant) | cannot pay | can't pay | behind on | owes | "
            "tested positive | came back positive",
        ),
        unless=f"{NOT_PRIVATE} | thank* | congrat* | retire* | honor* | celebrat* | speaks | leads | teaches | judge | call us | please call | office will | your (bill|account) online | wrote | opened | donated | has pleaded",
    ),
    Rule(
        "how a way in is guessed",
        ("IV.I",),
        "It helps somebody to guess a password or a way in.",
        (
            "password hint | passwords? (is|are|was|still|stays|on|under|taped|written) | same password | security question | key (is|hangs|under|stays) ... (under|above|behind|in|on) | spare key | alarm (is|stays|has been) (off|broken) | (door|gate|hatch) (is|stays|never) {\\w+ }(unlocked|locked|propped)",
            "cat | dog | birthday | kid* | sticky note | monitor | under the | mat | taped | nobody | everyone | same | year | rock | behind | wall | at night | just saying | street | our | the",
        ),
        unless="never | don't | do not | strong password | free class | change your | library card | reset | gift card | scam*",
    ),
    Rule(
        "discipline told by length",
        ("IV.I",),
        "It tells that somebody was disciplined.",
        (
            "(?-i:[A-Z][a-z]+) (in/from/at/over in) (?-i:[A-Z][a-z]+) | <name> | our (clerk/driver/operator/foreman/supervisor/officer/inspector)",
            "(got/gets/took/serving/given/handed/drew) {\\w+ }(<n>|\\d+) (days|weeks|shifts|months) (off|without|unpaid|on the bench|at home|suspension)? | (will|to|is) appeal* | hearing officer | last strike | second strike | third strike | written warning | sent home | cleaned out (his|her) (desk|locker) | turned in (his|her) (badge|keys) | not coming back",
            "between | so be nice | appeal* | because | after | for (what|the|his|her|taking|sleeping|yelling) | hearing officer | union | quietly | hush | don't ask | rumor | everybody knows | word is",
        ),
        unless=f"{NOT_PRIVATE} | overtime | marathon | vacation | deployment | race | relay",
    ),
    Rule(
        "a young person known by school, team or family",
        ("IV.K.1.h",),
        "It lets readers know a young person who is in trouble with the law.",
        (
            "(the/this/that/a/our/one) {\\w+ }(kid/boy/girl/teen/teenager/youngster/sophomore/freshman/eighth grader/seventh grader/student/juvenile/minor)",
            "(took/stole/broke/shot/robbed/tagged/carjacked/crashed/torched/swung/pulled/caught/picked up/booked/arrested/charged/in custody/detention/in cuffs/confessed/hit/ran from)",
            "goes to (?-i:[A-Z]) | (plays/runs/wrestles/sings) (jv/varsity/for/point/guard/quarterback/in/at) | at (?-i:[A-Z])\\w+ (high/middle/elementary/academy) | grandma | mother | mama | dad | father | brother | his (school/street/family) | her (school/street/family) | coach | team | number \\d+ | (freshman/sophomore/junior) at | lives",
        ),
        unless=f"{PUBLIC} | missing | amber | mentor* | camp | graduat* | scholarship | will not be releasing | not releasing | won't name",
        span=2,
    ),
    Rule(
        "a victim of a sexual offence known by a trait",
        ("IV.K.1.f",),
        "It lets readers know who the victim of a sexual offence is.",
        (
            "(the/that/a) (woman/girl/lady/man/boy/student/nurse/teen/mother/waitress/clerk/person) who | she's the one | the one who | the victim | victim",
            "(wept/cried/testified/spoke/told/broke down/sat) ... (stand/court/jury/about her/about his/uncle/stepfather/stepdad/coach/pastor/professor) | (rape*/raped/assaulted/molest*/abuse*/attacked) | what (he/her uncle/his coach/the coach/her stepfather) did to",
            "is (now |the )?... (hostess/nurse/teacher/clerk/waitress/bartender/student/singer/cashier/manager/daughter/wife/sister) | works | lives | goes to | sings | at (?-i:[A-Z])\\w+ | from (?-i:[A-Z])\\w+ | daughter of | niece of | wife of | <name>",
            "uncle | stepfather | stepdad | rape* | raped | sexual* | molest* | abuse* | coach | pastor | professor | assault*",
        ),
        unless=f"{PUBLIC} | advocate | support line | hotline | free | statistics",
    ),
    Rule(
        "told to the dispatcher",
        ("IV.K.1.e",),
        "It repeats what a caller told the dispatcher.",
        (
            "(told/tells/telling/begged/whispered to/screamed at/said to/yelled at/asked/pleaded with/explained to) {\\w+ }(dispatch/dispatcher/dispatchers/the dispatcher/our dispatcher/the operator/call taker/the call taker/911) | (on/in) the (call/recording|911 tape|line),? (you can hear|she|he|a (man|woman|child)|the (caller|mother|boy|girl)) | then the line went (dead|silent|quiet) | (caller|call) (reported|said|says|claimed|described|whispered|sobbed)",
            "<he> | that | and | baby | gun | husband | drinking | breathing | blood | door | house | fire | bleeding | help",
        ),
        unless=f"{PUBLIC} | tell the dispatcher | will ask | how to | dispatcher pay | if you | teach your",
    ),
    Rule(
        "where a victim or witness is",
        ("IV.K.1.c",),
        "It tells where somebody is who has to be safe.",
        (
            "victim* | witness* | famil(y/ies) {\\w+ }from the | survivor* | (she|he|mother|mom|wife|woman|girl) and (her|his|the) (kids|children|baby|daughter|son|sons|daughters) | the only one who saw | who saw (it|him|everything|the whole) | undercover | informant | star witness | the complainant | in hiding | safe house | protective custody | the ex | his ex",
            "(is/are/was/were/been/now) {\\w+ }(in/at/with/staying/hiding/back/put up/holed up/living/sleeping/moved) | (moved/took/put/placed/sent/drove/checked) {\\w+ }(her/him/them/the family/the kids) | stay* (at/in/with) | hid* (at/in/with) | new (address|place|apartment) | room \\d+",
            "motel | hotel | shelter | inn | aunt* | cousin* | grandma* | grandmother* | sister* | church | rectory | apartment | trailer | cabin | house on | place on | above the | behind the | across from | bridge | on (?-i:[A-Z])\\w+ | in (?-i:[A-Z])\\w+ | until (monday|tuesday|wednesday|thursday|friday|the trial|he)",
        ),
        unless=f"{PUBLIC} | red cross | flood | fire displaced | pets | adopt | around the clock | hotline | reunited",
    ),
    Rule(
        "what was left of somebody",
        ("IV.K.1.b",),
        "It describes a mutilated body.",
        (
            "(half|most|pieces|parts|bits|the rest|what was left|what is left|what's left|what remained|the top|a piece) of (him|her|them|the (driver|victim|man|woman|body|rider|jumper)|inmate|mr|mrs|<name>) | (his|her|the|a) {\\w+ }(head|leg|legs|arm|arms|hand|hands|foot|torso|skull|brains?|jaw|fingers|scalp|insides|guts) {\\w+ }(was|were|is|are|lay|landed|came off|still|came|rolled|hung|in) | in (two|three|four|several|a dozen) (pieces|parts|trips|bags|places) | severed | decapitat* | dismember* | headless | scrap* <he> off | hosed",
            "dead | died | body | killed | train | tracks | press | crash | wreck | river | trunk | shotgun | machine | blade | fire | burned | found | laundry | carried | highway | fell | jumped | inmate | victim | make it | ditch | bag",
        ),
        unless=f"{PUBLIC} | statue | mannequin | dummy | halloween | sculpture | parade | deer | coyote | tree* | hospital | free",
        span=2,
    ),
    Rule(
        "an emergency call quoted",
        ("IV.K.1.e",),
        "It quotes an emergency call.",
        (
            "(dispatch|911|radio|call|ramp|emergency) {\\w+ }(audio|recording|tape|transcript|log|clip) | the (911 )?call(er)?: | caller: | from the (911 )?(call|tape) | on the 911 (line|call)",
            "<quote> | saying | begging | sobbing | screaming | you can hear | whisper* | my (husband|wife|son|daughter|baby|mom|dad) | he's | she's | there's",
        ),
        unless=f"{PUBLIC} | training | demo | not released | will not release | request",
    ),
    Rule(
        "an age that makes a victim or suspect known",
        ("IV.K.1.h",),
        "It lets readers know a young person in a justice matter.",
        (
            "(she|he|they)('s| is| was| are) {only |just |barely }(twelve|thirteen|fourteen|fifteen|sixteen|seventeen|1[0-7])\\b | ((1[0-7]|[89])|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen)[- ]year[- ]olds? | (sixth|seventh|eighth|ninth|tenth|8th|7th|9th) grader | (the|that) (?-i:[A-Z]?)\\w+ (kid|boy|girl|twins?)",
            "said no | everybody at | everyone at | knows it was | intake | booked | booking | cell | detention | tattoo* | cuffs | holdover | arraign* | certified | charged | stole | robbed | shot | gun | confess* | figures | again",
        ),
        unless=f"{PUBLIC} | tour* | missing | amber | essay | contest | scholarship | mentor* | camp",
        span=2,
    ),
    Rule(
        "from the papers of an arrest",
        ("IV.K.1.g",),
        "It speaks from the record of an arrest that led to no conviction.",
        (
            "booking (sheet/photo/card/log/record) | arrest (sheet/record/report/card) | rap sheet | jail (log/card/record) | what (he|she|they) (was|were) picked up for | old (charge|case|arrest|file) | charge sheet | police report",
            "dropped | dismiss* | nolle* | acquitt* | not guilty | thrown out | tossed | walked | never (charged|convicted|tried) | suspended imposition | sis | cleared | charges went away | no bill | beat the",
        ),
        unless=f"{PUBLIC} | expunge* | clinic | lawyers will help | close the record",
        never_with="expunge* | record sealed | (free|legal) clinic",
        span=2,
    ),
)
