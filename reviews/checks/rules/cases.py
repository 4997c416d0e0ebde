"""IV.K.1.a, e, g and IV.K.2.a, c, e: open cases, 911 calls, cases without conviction, images, guilt."""

from __future__ import annotations

from ..rule import Rule

BOTH = ("IV.K.1.a", "IV.K.2.a")
EVIDENCE = (
    "(lab|dna|ballistic*|fingerprint*|toxicology|autopsy|forensic*|polygraph|gunshot residue) | prints (on|from|off|match*) | swab* | shell casing* | casings | murder weapon | "
    "(surveillance|security|doorbell|dashcam|body-?cam*|body camera|camera|ring) (footage|video|tape|clip|stills) | search warrant* | warrant (return|affidavit) | subpoena* | interview* | interrogat* | confess* | confession | "
    "(his|her|witness*|their|victim's|suspect's) (statement*|alibi|phone|phones|texts|dms|search history|laptop|story) | polygraph | (detective's|case|incident|investigator's|investigative|police|autopsy|lab|arson) (report|notes|file|photos|memo|summary) | "
    "evidence (bag*|locker|photos|log|room|list|table) | evidence | phone records | cell records | bank (statements|records) | wiretap* | wire | crime scene | seized | recovered | kilos | fentanyl | residue | "
    "blood (on|in|spatter|type|stain*) | tire tracks | shoe print* | the knife | the gun | the pistol | ledger | invoices | emails show | texts show | receipts show | motive | the weapon | hair sample | tested positive | "
    "accelerant | gas can | hard drive | burner | gps data | license plate reader hit | lineup | photo array | grand jury | deposition | affidavit | tip we got | supplemental report | jail calls | recorded call* | notebook"
)
ACTIVE = (
    "still (open|active|working|investigating|looking|out there|building|waiting|under|unsolved|chasing|going) | case is (open|active|ongoing|very much) | case still | (active|open|ongoing|pending|current|unsolved) (case|investigation|file|homicide|matter|murder|probe) | "
    "very much (open|ongoing|active) | no arrests | no charges | no one (in custody|charged|has been charged|arrested) | nobody (in custody|charged|arrested|has been charged) | not (yet )?(charged|released|public|arrested|closed) | "
    "investigation (continues|is ongoing|ongoing|is still|remains|into) | investigating | under investigation | detectives (are|have|think|believe|say|found|got|now|just) | our detectives | working the case | working (on )?(the|this|that|a) | before (charges|the arrest|we charge|trial) | "
    "came back | haven't (charged|arrested|told|released|gone) | hasn't been (charged|released|arrested) | we're not done | awaiting | waiting on | we (now )?(have|got|found|pulled|recovered|know|matched|collected) | sneak | "
    "first look | (this|last) (week|night|weekend|tuesday|monday|friday)'s | last (night|week|monday|tuesday|wednesday|thursday|friday|saturday|sunday) | this morning | today's | yesterday* | unreleased | update on | so far | we expect | closing in | case number"
)
RELEASED = (
    "tip line | crimestoppers | crime stoppers | call {us |detectives |the }{at |with |if } | if you (saw|know|recogni*|have|were) | anyone with information | anyone who | can you (help|identify) | do you (know|recogni*) | have you seen | help us (find|identify) | asking for (help|the public*|tips) | "
    "seeking (the public's|information|tips) | was sentenced | were sentenced | sentenced to | pleaded guilty | pled guilty | was convicted | were convicted | convicted (of|in) | closed case | case is closed | case closed | adjudicated | "
    "career* | job | hiring | recruit* | citizen* academy | explorer* | open house | tour | museum | training exercise | mock | no comment | cannot comment | can't comment | do not comment | won't comment | don't (discuss|comment) | "
    "annual report | statistic* | returned to (its|their) owner | released by | authorized for release | public information | workshop | how to | learn | 19\\d\\d | 18\\d\\d | retired* | fictional | novel | podcast club | job interview* | interview (day|tips|prep)"
)
PERSON = "<who> | suspect* | someone | somebody | folks | guys | inmate*"
RULES = (
    Rule(
        "evidence of an open case",
        BOTH,
        "It tells of evidence, reports or statements in a case that reads as open.",
        (EVIDENCE, ACTIVE),
        unless=RELEASED,
        never_with="(was|were|been) (sentenced|convicted) | found guilty | pleaded guilty | public appeal | can you help | mock (crime|trial) | csi camp",
        span=2,
    ),
    Rule(
        "where a case is heading",
        ("IV.K.2.a",),
        "It tells how an ongoing investigation is going.",
        (
            "case | investigation | detectives | homicide | robber* | burglar* | shooting* | theft* | carjack* | arson | suspect* | murder | break-ins | ring | crew | assault",
            "(expect*/expecting/close to/closing in on/about to make/plan to make/will make/hope to make/days away from/near/nearing/working toward) ... (arrest*/charges/warrant*/indict*) | widen* | (narrowed/zeroed in/homing in/focusing/honing in/looking hard/leaning on) ... (on|to|at) | "
            "{a |two |three |our |several }persons? of interest | theory is | (we|detectives|investigators) (think|believe|suspect|figure|are sure|like) | prime suspect* | leads point | a break in the case | new lead* | promising lead* | working theory | connected (to|them|the) | linked | same (crew|guy|guys|gun|shooter|car) | "
            "following a | next step* | serving (search|more) | talk* to (a|the|two|three|his|her) | executing | won't be long | inside job | retaliat* | gang-related | drug-related | domestic-related",
        ),
        unless=f"{RELEASED} | linked below | link in",
        never_with="water main | leak detect* | trivia",
        span=2,
    ),
    Rule(
        "what a 911 caller said",
        ("IV.K.1.e",),
        "It repeats what somebody said or reported on a 911 call.",
        (
            "911 caller* | caller | callers | 911 call | 911 calls | 911 audio | 911 tape* | 911 recording* | 911 transcript* | (called|calling|dialed|dialled|dials|dialing|rang|rings|ringing|phoned|phones|phoning) {in to |into |to }(911|9-1-1) | (phones|phoned|calls|called|rings|rang) in (that|to|about|because|a|saying) | 911 from | on the 911 | 9-1-1 call* | (called|phoned|dialed) (it )?in to (dispatch|911) | "
            "emergency call | 911 line | call to 911 | 911 operator | 911 dispatcher* | call-?taker",
            "said | says | saying | say | told | tells | telling | reported | reporting | reports | claim* | describ* | scream* | whisper* | begg* | swore | insist* | ask* | yell* | shout* | cried | crying | sobb* | convinced | complain* | because | about a | audio | recording | "
            "listen | transcript | hear | heard | quote | <quote> | play | sound of | thought | wanted | actual | to report | to say | verbatim | and i quote | demanding",
        ),
        unless=(
            "(if|when|before|should) you (call|see|dial|hear|need|are) | when to | please call 911 | call 911 if | call 911 (now|and|when|for|immediately|first) | text 911 | text-to-911 | become a | hiring | apply | training to | stay on the line | "
            "be ready to | tell (them|the dispatcher|us) where | answered [\\d,]+ | calls (a|per|each) (day|year|month) | telecommunicator* week | don't hang up | pocket dial* | accidental* | non-emergency | teach (your|kids) | do not call 911 | "
            "false alarm fee | average | percent | scam* | don't call | only for | know when | know your location | we don't release | caller id"
        ),
        span=2,
    ),
    Rule(
        "arrest that ended without conviction",
        ("IV.K.1.g",),
        "It speaks of a person's arrest in a case that ended without conviction.",
        (
            "dismissed | dismissal | nolle* | nol-?pros* | acquit* | not guilty | suspended imposition | sis | (charges|charge|case|count|counts|it) ... (dropped|tossed|thrown out|dismissed|nolle*|went away|fell apart|no-billed|declined|expunged|kicked) | "
            "beat the (case|charge|charges|rap) | beat (it|that one|his case|her case) | walked (free|away|on) | got off (on|with|scot) | got off | expunged | found innocent | hung jury | let (him|her) off | no bill | tossed (it|the case) | refused charges | refused to charge | never convicted | cleared (of|by)",
            "<name> | he | she | him | her | the (guy|man|woman|owner|coach|teacher|landlord|driver|contractor|doctor|candidate) | neighbor | coach | landlord | <human>",
            "arrest* | booked | booking | mug ?shot* | charged | charge | charges | our (file*|records|report) | in our files | police report | in the file | record* | report* | picked (him|her) up | picked up | locked (him|her) up | cuffed | we had (him|her) | brought (him|her) in | "
            "probation | case | file room | prior* | rap sheet | jail | held (him|her) | busted | dwi | dui | theft | stealing | assault | fraud | burglary | possession | domestic",
        ),
        unless="if your | your (charge|case|record|arrest) | you may | you can | clinic | expungement (day|clinic|help) | civil (suit|case) | with prejudice | lawsuit | ordinance | eligible | nuisance | class action | classes are | class dismissed | presumed",
        never_with="civil suit | lawsuit | expungement clinic",
        span=3,
    ),
    Rule(
        "image or description of a suspect, scene or evidence",
        ("IV.K.2.c",),
        "It shows a suspect, a scene or evidence, and names no law-enforcement purpose.",
        (
            "photo* | pic | pics | picture* | image* | selfie* | video | clip | footage | slideshow | album | gallery | mug ?shot* | mugs | swipe | here's (the|a|our|what) | look at | check out | caption (this|contest) | reel | camera roll | before and after | gif | meme | pictured | shot of | exhibit | "
            "see the | watch (him|her|this|our|the) | wall of | throwback | face of | up close | close-up | still* from | snapped | souvenir",
            "suspect* | arrestee* | perp* | cuffs | cuffed | handcuff* | in custody | in (the|our) (back seat|holding cell|cell|drunk tank|tank) | back (seat|of (the|our|my) (car|cruiser|unit)) | holding (cell|room) | booking (photo*|desk|room) | mug ?shot* | crime scene | murder scene | scene of the (shooting|crime|homicide|robbery|stabbing) | "
            "blood* | evidence | bullet hole* | shell casing* | body bag* | chalk outline | the body | arrest photo* | shoplifter* | burglar* | robber | drunk (driver|guy|passenger) | prisoner* | inmate* | stolen goods | the knife | the gun used | seized (gun*|drugs|cash) | drug haul | haul | contraband | "
            "guy we (caught|arrested|picked) | man we (caught|arrested) | woman we (caught|arrested) | spread-eagle | face down on | crying in | tased | bagged and tagged | confiscated",
        ),
        unless=(
            "wanted | missing | identify | recogni* | public's help | do you know | crimestoppers | tip line | returned | owner* | claim | k-9 | recruit* | demonstration | mock | museum | training | class | prevent* | lock your | national night out | if you know | call 911 | ceremony | coffee with | blood drive | "
            "blood donation | donate blood | amnesty | halloween | costume* | haunted"
        ),
        span=2,
    ),
    Rule(
        "guilt, innocence or a pending prosecution",
        ("IV.K.2.e",),
        "It takes a side on guilt, innocence or a prosecution that is not over.",
        (
            "guilty | did it | done it | he's our (guy|man) | our guy | the right (guy|man|one|person) | got (our|the|their|the right) (guy|man) | innocent | no doubt | without a doubt | zero doubt | beyond (a|any) doubt | slam[- ]dunk | open[- ]and[- ]shut | airtight | dead to rights | red-handed | lock (him|her|them) up | "
            "belong* (in|behind) (prison|jail|bars) | going away | (rot|rots) in | throw away the key | (killer|murderer|rapist|thug|scumbag|monster|predator|dirtbag|lowlife|creep|animal|thief|crook) | (deserve*|earn*|get*|face*|needs|hope) ... (prison|years|life|the chair|max*|everything) | "
            "plea (deal|offer|bargain)? ... (soft|joke|too|generous|insult*|weak|slap) | slap on the wrist | too (soft|light|lenient) | jury (will|is going|'s going|should|won't|better|ought) | (judge|prosecutor|prosecutors|circuit attorney) (should|better|needs|will|has|is|won't|ought|let) | conviction (is|will|coming) | framed | wrong (man|guy|person) | "
            "railroaded | charges (are|were) (bogus|trumped|nonsense|weak|too) | weak case | strong case | solid case | we('ve)? got (him|her|them) (cold|nailed) | nailed (him|her|it) | case is (solid|strong|weak|airtight|rock) | set free | should(n't)? (walk|be charged|never have been) | isn't a suspect | kidding (themselves|yourself|himself) | "
            "everyone knows (he|she|who) | we (all )?know (he|she|who) | caught in the act | as charged | not buying (his|her) | lying | liar | story doesn't hold | alibi | won't beat | liable to walk | pled out | overcharg* | undercharg* | never (hurt|laid|would have)"
            " | couldn't have | the evidence (is|against|speaks) | convicted yet | good as convicted | deserves (it|whatever|a medal)",
            "suspect* | arrest* | defendant* | charged | charges | case | trial | plea | jury | juror* | prosecut* | custody | cell | jail | court | <name> | he | she | him | her | they | accused | bond | bail | hearing | in cuffs | booked | caught | sentenc* | perp | arraign* | guy | man | woman | driver | robber | shooter",
        ),
        unless=(
            "presumed innocent | until proven | not a conviction | merely an accusation | allegation* only | (was|were) (convicted|sentenced) | sentenced (to|on|today|friday) | was found guilty | (pleaded|pled) guilty | guilty pleasure* | ketchup | no doubt (about it|you)? ... (weather|snow|pothole*|traffic|summer|heat) | "
            "thank* | volunteer* | jury duty | k-9 | puppy | dog treats | donut* | cookie* | pie | chili | guilty plea entered | mock trial | animal (control|shelter|care)"
        ),
        never_with="presumed innocent | jury duty",
        span=2,
    ),
)
