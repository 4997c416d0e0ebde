"""IV.G, IV.K.2.c to e, V.C, V.D: a verdict, a side taken, scorn or a threat in everyday words."""

from __future__ import annotations

from ..rule import Rule
from .conduct import CELEBRATED
from .operations import PUBLIC
from .politics import NEUTRAL
from .threats import PLAY

RULES = (
    Rule(
        "a side taken over force",
        ("IV.K.2.d",),
        "It takes a side over force that an officer used.",
        (
            "video | footage | clip | bodycam | arrest | incident | stop | takedown | shooting | taser | officer | officers | deputy | cop | cops",
            "(did/does) what (any/anybody/anyone/all/most|he had|she had|they had|the job|we'd|training) ... | (i|we|any of us|anyone) would(n't)? (have )?(do|done|did) | end of story | (reached|lunged|went|grabbed|swung|spit|charged) (for|at) (the|his|her|an|our) {\\w+ }(officer\\w*|gun|belt|taser|holster|weapon|face|deputy) | (had|was) it coming | by the book | no choice | (stand|standing) (by|behind|with) (our|the|that) officer* | (back|backing) our officer* | (should|could) have (waited|backed|talked|let|used|never) | went too far | out of line | too rough | not how we train | (proud|ashamed|sick) (of|about|over|watching)",
        ),
        unless=f"{PUBLIC} | under review | k-9 | award* | medal | lifesaving | saved | softball | marathon",
        span=2,
        also="officer* | deput* | cop | cops | sergeant | arrest | delmar video | bodycam | body camera",
    ),
    Rule(
        "the one who did it",
        ("IV.K.2.e",),
        "It says of somebody whose case is not over that they did it.",
        (
            "(the|this|that) {\\w+ }(guy|man|woman|person|one|thug|coward|monster|creep|crook|thief|shooter|killer|robber|driver|suspect|pair|crew|punk) {\\w+ }(who|that) (did|shot|killed|robbed|stabbed|stole|hurt|attacked|ran|took|beat|set) | (we|they) (got|caught|have|nabbed) (the|our|your) (guy|man|shooter|killer|robber|thief|one|right) | (he|she|they) (did|'s) (it|guilty|good for it)",
            "won't (hurt|rob|shoot|see|bother|be) | take (that|it) to the bank | off (the|your) (street|streets) | cuffs | charged | in custody | behind bars | locked up | arrested | where (he|she|they) belong* | justice | no doubt | case closed | slam dunk | open and shut",
        ),
        unless=f"{PUBLIC} | convicted | sentenced | pleaded guilty | presumed | accusation",
        span=2,
    ),
    Rule(
        "what the court will do, said in scorn",
        ("IV.K.2.e",),
        "It comments on a pending prosecution, or on what a court will do.",
        (
            "(he|she|they|this one|this guy|that one|these two|another one)('ll| will| is going to| gonna) {\\w+ }(get|walk|be out|be back|be home|do|plead|skate|serve|cry) | (out|back) (on the street|by|before|in time for) | slap on the wrist | revolving door | catch and release | arresting (him|her|them) again | (some|our|these|thanks to) (judges?|prosecutors?|courts)",
            "probation | judge* | prosecutor* | court* | bail | bond | easter | christmas | friday | lunch | dinner | plea | like they all | as usual | as always | again | time served | jury | lawyer",
        ),
        unless=f"{PUBLIC} | jury duty | k-9 | school | camp | traffic court",
        span=2,
    ),
    Rule(
        "somebody in custody shown for laughs",
        ("IV.K.2.c",),
        "It shows somebody in custody or a scene, and no law-enforcement purpose is named.",
        (
            "photo dump | (photos|pics|pictures|shots|slides) (from|of) the | look at (this/these/our/him/her/what) | check out (this/our/him/her/the) | meet (our/this/mr/the) | (here's/here is) (our/the|a look|what|how) | swipe | close-up | zoom in | before and after | (📸|😂|🤣|💀|😭)",
            "(asleep/passed out/snoring/slumped/drooling/crying/sitting) (in/on|at) (the|our|a) (cruiser|back seat|backseat|squad car|patrol car|cell|holdover|bench|tank|wagon|booking|curb) | (glitter|vomit|clown|costume|pajamas|naked|pants down|no pants) | in (cuffs|handcuffs|bracelets) | (blood|brain|bullet hole*|shell casing*|body bag|chalk|crime scene tape) | booking (photo|desk|room) | mugshot* | perp | our man | our (guy|burglar|thief)'s? | the (cut|broken|busted|smashed|kicked) (in )?(roof|door|safe|lock|window) | overnight guest*",
        ),
        unless=f"{PUBLIC} | k-9 | dog | puppy | recruit* | donut | coloring | halloween (safety|event) | trunk or treat | wanted | identify | missing",
    ),
    Rule(
        "screening, cover and strength by the clock",
        ("IV.K.2.b",),
        "It tells how, when or with how many officers the police work.",
        (
            "(screening|checks|checkpoint|patrol|patrols|sweep|sweeps|rounds|walk-through*|radar|decoy|unit|units|cars|district|watch|shift|desk|dogs?|k-9|van|car|truck) ...",
            "(narcotics|undercover|unmarked|surveillance|decoy|vice|stakeout) {\\w+ }(van|car|truck|cars|suv) ... (is|are|looks|sits|parks|has) | on the (hour|half hour|quarter hour) | (is|are|we're|just) (for show|empty|unstaffed|unmanned|parked empty) | down to (<n>|\\d+|nobody|no one|one) | (skeleton|short|thin) (crew|staff*|tonight|handed) | only (<n>|\\d+) (cars|officers|units|of us|cops) | nobody (at|on|between) | (between|from) \\d+ (and|to) \\d+ (there is|there's|we have|nobody|no) | every (other|third|fourth) (bag|car|night|tuesday|hour) | skips? (the|every) | never (checks|checked|covers|covered|works)",
        ),
        unless=f"{PUBLIC} | library | pool | recruit* | apply | ride-along | bus | trash",
    ),
    Rule(
        "a trick of interviews",
        ("IV.K.2.f",),
        "It tells how police or prosecutors get their results.",
        (
            "(we|you|i|our (detectives|people|team)) {\\w+ }(sort|break|trip|catch|crack|get|make|trick|fool|bluff|soften|rattle|separate|wear|flush|smoke) (out|up|down|through)? {the |a |these }(liars?|thieves|thief|dealers?|suspects?|them|him|her|killers?|witnesses|punks?|kids?|guys?|shoplifters?|burglars?) | (interview|interrogation) (room|trick) | trade secret | trick of the trade | (secret|trick|key|beauty) (is|of it)",
            "fake | pretend* | clipboard | folder | cameras? | phone | tracker* | bait | mirror* | lie | lies | bluff* | lab form | lawyer* | rights | alone | silence | wait | coffee | cold room | chair | door open | evidence we don't | cousin | ping | gps | decoy* | informant*",
        ),
        unless=f"{PUBLIC} | scam* | tips | lock | trivia | recruit*",
        span=2,
    ),
    Rule(
        "a candidate or party without the name",
        ("IV.G",),
        "It takes sides in an election without naming whom.",
        (
            "(firefighters|teachers|nurses|veterans|moms|mothers|dads|neighbors|workers|women|seniors|students|labor|citizens|drivers|cops|officers|librarians|doctors|families|parents|union members|city workers|plumbers|electricians) (for|with|back|backing|behind) (?!the |a |our |all )(?-i:[A-Z][a-z]+(?:-[A-Z][a-z]+)?)(?! (?:Park|School|Library|Children|Hospital|Center|Street|Day)) | ballot | ballots | election | elections | november | polls | primary | vote | votes | voting | the booth | re-?election | which lever | (pull|pulling) (the|a|that) lever | alder\\w+ in the | donkey* | elephant* | ticket | on tuesday | governor | senator | candidate* | campaign",
            "(re-?election|campaign) (breakfast|lunch|dinner|party|kickoff|picnic|barbecue|coffee|brunch|fundraiser|launch|rally) | (feed|feeds|help|helps|for|serve|serves) the (rich|hungry|poor|workers|billionaires) | so true | one name | know (which|what) (lever|box|name|button|bubble|oval) | not the one (with|who) | the one (with|who) (the|has|fixed|built|paved) | (you|we|they) (all )?know (who|which|whose) (it is|name|one|to|i mean) | stood (with|by) (us|our|the) | remember (that|this|who|it) (in|on|at|when|come) | (our|the) (mayor|boss|alder\\w+|councilman|chief)('s)? (pick|choice|friend|ally|favorite|opponent) | the other (party|side|guy|candidate|team) | (only|just) one (candidate|choice|side|party|name) | the right (side|candidate|people|choice) | (send|sending) (a|them a) message | (keep|throw|kick|vote) (him|her|them|these people) (in|out) | (four|two|six) more (years) | (he|she|they) (has|have|had) our back* | your paycheck | (fire|hire|rehire) the (mayor|board|alder\\w+)",
        ),
        unless=f"{NEUTRAL} | board bill | hearing | agenda | for your favorite | contest | poll open",
        span=2,
    ),
    Rule(
        "what people are like, as a fault",
        ("V.C",),
        "It speaks with scorn of people for what they are.",
        (
            "old folks | old people | old (men|women|ladies|timers) | seniors | elderly | boomers | over (60|65|70|forty|fifty|sixty) | country they came from | no wonder | gays | that lifestyle | (gay|trans|alternative) lifestyle | bathhouse | boys at the | foreigners | immigrants | migrants | refugees | those people | you people | these people | their kind | that kind | (muslims?|jews?|catholics?|mexicans?|africans?|asians?|haitians?|bosnians?|somalis?|arabs?|blacks?|whites?|chinese|indians?) | women | girls | females | single mothers | the (deaf|blind|disabled|handicapped) | wheelchairs? | lesbians? | transgender\\w* | autistic\\w*",
            "don't belong | doesn't belong | do not belong | cannot have | can't have | (is|are) what you get | (look|see) (what|which) country | country they came from | where they come from | that side of the (ocean|border|river) | what (happens|you get) (when|from) | (clog|clutter|ruin|spoil|smell|stink|block|hog|flood|overrun)\\w* | (don't|never|can't|won't) (learn|work|drive|listen|understand|wash|pay|hurry|think|behave|belong|follow|read|speak) | too (slow|old|loud|emotional|dirty|many) | (stay|go) (home|away|back) | slow(s|ing)? (us|everyone|everybody|the line) | not (safe|fit|made|built|cut out|meant|natural|normal|right) | (take|taking|took) (our|over|american) | should (be banned|stay|know their|not be) | off the road* | like (a )?(girls?|women|old (men|women|ladies)|sissies) | real (athletes|men|women|americans|families) | ask the (boys|girls|gays)",
        ),
        unless=f"{CELEBRATED} | free | discount | program | course | workshop | class | vaccine | higher risk | hotline | support group | help | ramp | old (pipe|tree|building)* | seats | register",
    ),
    Rule(
        "a beating promised in other words",
        ("V.D",),
        "It promises somebody violence.",
        (
            "(won't|wont|not) be (walking|sitting|chewing|smiling|seeing|breathing|standing|typing) | (better|best) (hope|pray|run|hide) | (bring|use|has|have|got) (a|the|my|his) {\\w+ }(bat|shovel|wrench|valve key|crowbar|hammer|bolt|chain|axe|pipe|rake|pitchfork) (on|for|to) | on more than the | (paint|mow|pave|plow|grind|salt|bury|mulch|chip|run|roll|flatten|hose|burn|feed|toss|drop|shred|saw|sand) (the|that|this) (driver|owner|idiot|guy|man|clown|punk|thief|dumper|landlord|inspector) | (settle|handle|fix|finish) (it|this|that|him|you) (like|in|out|with|behind) ... (men|alley|fists|hands|parking|dark|bat|street) | (boys|fellas|crew|guys) (find|catch|get|meet|visit|see) (you|him|her|them) | (dig|digging) (a|your|his) hole | (fit|room) (in|for) (the|a) (trunk|chipper|salt pile|landfill|river|trench) | (you'll|he'll|she'll|they'll) be (eating|picking|wearing|needing|swallowing|limping|spitting) | (fingers|hands|neck|toes|arms?|legs?) (is|are|snap|break|come off|bend)\\w* | know what your (dog|car|house|kids?|wife|truck) | closed casket | (dentist|ambulance|undertaker|funeral|toe tag)",
            "you | he | him | his | her | whoever | them | they | your | next",
            "next time | once more | again | hope | before | if | whoever | better | let | touch* | egg* | dump* | park* | block* | steal* | stole | come | catch | find | see | show | swear | promise | will",
        ),
        unless=f"{PLAY} | free | appointment | clinic | ambulance (bill|service|fee|rate)* | funeral (procession|home|service)",
        never_with="charity (hockey|game|match|softball) | murder mystery",
    ),
)
