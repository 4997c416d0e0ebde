"""IV.K.2 told by hints: where officers are, images for fun, force, guilt, methods."""

from __future__ import annotations

from ..rule import Rule
from .operations import PUBLIC

COP = "<officer> | officer* | deput* | sgt\\.? (?-i:[a-z]+)? | sergeant* | cop | cops | our (handler|team|guys|people|partner|unit|sergeant|corporal|crew) | we | i'd | i would | trooper* | detective* | corporal* | lieutenant* | rookie"
RULES = (
    Rule(
        "where the police are and are not",
        ("IV.K.2.b",),
        "It tells how, where or with how many officers the police work.",
        (
            "(our|my|the|\\w+ of our|three of our) (narcs?|undercovers?|decoys?|plainclothes|spotters?|snipers?|detectives|task force|tac guys|guys|drone|drones) | <n> (cars|officers|units|cops|bodies|guys|deputies) (on|for|after|covering|working|tonight|until|from|per|short|posted|assigned|out) | runs <n> | random (bag|vehicle|id|security) (checks?|searches|screening) | (bag|id|vehicle) checks (move*|will|are|start*|switch*) | (radio|scanner|encrypted|talkgroup|tac) (channel|people|freq*|code) | channel \\d+ is | \\d{3}\\.\\d{2,4} | (posted|parked|hiding|sitting|set up|working|walking|riding) ... (behind|under|on the roof|near the|at the|by the|inside) | "
            "(rotate*|switch*|move*) (to|at|every|between) | blind spot* | no cameras | cameras (are|don't|only) | nobody (watches|covers|patrols|works) | response time | (patrol|beat|zone|sector|district|watch) (runs|has|is down|covers|schedule|changes)",
            "<time> | gates? | stage | lot* | garage* | <place> | whole side | side of town | noon | tonight | festival | game | concert | parade | concourse | terminal* | after \\d+ | midnight | saturday | friday | sunday | when we don't want | scanner | we talk | south patrol | north patrol | central patrol | every \\w+day | until",
        ),
        unless=f"{PUBLIC} | academy | ride-along | tickets | wait | library | certified",
        span=1,
    ),
    Rule(
        "people in custody and scenes shown for fun",
        ("IV.K.2.c",),
        "It shows or describes an arrestee or a scene, and names no law-enforcement purpose.",
        (
            "bracelets | cuff* | zip ?tie* | face down | hog-?tied | posed | pose | didn't want to smile | mug ?shot* | stowaway | this (gentleman|fella|fellow|genius|guy|dude|knucklehead|clown|character|charmer|winner|lady|young man) | our (stowaway|burglar|shoplifter|thief|guest|overnight guest|latest guest|customer|drunk) | shooting, | (shooting|stabbing|homicide|murder|crime|burglary|robbery|overdose|fire) scene | scene (photos|pics) | living room | bloody | stain* | carpet | bagged | perp walk | holding cell | drunk tank | back seat | evidence (table|room|locker) | loot",
            "photo* | pic | pics | picture* | swipe | angle | album | frames? | shot of | \\U0001F4F8 | 📸 | 😂 | 🤣 | 📷 | video | clip | selfie | gallery | slideshow | look at | caption | smile | here's | here he | here she | watch | reel | view | zoom",
        ),
        unless=f"{PUBLIC} | wanted | missing | identify | recogni* | recovered | claim | serial number | owner* | returned | tip line | smile* for | selfie with (an officer|santa)",
        span=2,
    ),
    Rule(
        "a word for or against force that was used",
        ("IV.K.2.d",),
        "It gives an opinion on a use of force.",
        (
            "body[- ]?slam* | slam* | taser | tase* | tased | baton | pepper spray* | chokehold | choke | knee | tackle* | takedown | dog bite | dog bit | k-9 bit | bit (him|her|the|that) | let go of the leash | shot (him|her|the|that|at) | shot and | fired | emptied | magazine | every round | rounds | trigger | drew | gunfire | swung | swing | punch* | kick* | struck | force | restrain* | pinned | wrestl* | dragg* | threw (him|her|that) | cuffed | rough | takedown | nine seconds | \\w+ seconds (of|is|and) | the (clip|video|footage)",
            COP,
            "ashamed | shame | already on (his|her) knees | unarmed | hands up | legal | period | gentle | two hands | right tool | the right | wrong | should | never have | owe* | apolog* | only came out | swung first | started it | justif* | lawful | by the book | fair | restraint | necessary | excessive | trained | training | deserv* | asked for | had it coming | clean | good (shoot*|shoot) | mistake | brave* | hero* | proud | reason | choice | because | first | coward* | disgrac* | overkill | out of control | textbook | professional* | patient | kept it | i'd have | would've | would have | could have | saw nine | you saw",
        ),
        unless=f"{PUBLIC} | yearly report | annual report | by district | website | under review | being reviewed | basketball | vaccin* | photo shoot | fired up | soccer | flu",
        span=2,
    ),
    Rule(
        "a verdict before the court's",
        ("IV.K.2.e",),
        "It passes judgment on somebody whose case is not over.",
        (
            "(as )?(crooked|dirty|guilty|bad) as | save (the|us|everybody) ... trial | no need for a trial | years (minimum|at least|in|for) | (life|decades) (in|behind|without) | (never|didn't) (mean*|do|did|hurt|lay|steal|touch) | drop the (whole|case|charges) | ought to drop | should drop | has a spine | have a spine | grow a spine | if the (circuit attorney|prosecutor|judge|jury|d\\.?a\\.?) | throw the book | put (him|her|them) away | hang (him|her|them) | (bad|evil|wicked|rotten|sick) (man|guy|dude|person|people) | (scum|creep|crook|punk|loser|monster|thug|lowlife|animal) | should (never )?(get|see|walk|have been|rot|fry|be charged|go free) | "
            "got what | justice (will|is|was) | (he|she|they|it) (was|is|'s) (definitely|clearly|obviously|totally|surely) | (clearly|obviously|definitely) (did|guilty|innocent|self-defense) | self-defense | set up | he's (toast|done|finished|cooked|going down) | she's (toast|done|finished|cooked|going down) | going down for | good luck (explaining|beating) | won't (talk|lie|wriggle|beat) his way",
            "trial | shooter | robber | suspect* | charged | charges | arrest* | hoax | case | court | prosecutor* | circuit attorney | judge | jury | plea | hit-and-run | in custody | booked | killer | burglar* | defendant* | caught | sentenc* | bond | bail | the man | the guy | the woman | the driver | poor guy | accused",
        ),
        unless=f"{PUBLIC} | presumed | court sets | convicted | was sentenced | jury duty | animal | donut* | k-9",
        span=1,
    ),
    Rule(
        "how the police get their results",
        ("IV.K.2.f",),
        "It tells how police or prosecutors get their results.",
        (
            "(we|i|you|our detectives|detectives|prosecutors?) (put|use|hide|plant|bundle|file|wait|let|bring|tell|act|play|pretend|sit|pull|swap|mark|spray|run|check|compare|send|pose|set|buy|follow|call|text|start|watch|look|listen|stake|tag|ping|trace) | works (on )?(everyone|every time|everybody|like a charm) | every time | does the rest | the trick | won't even look | won't (touch|take|file|charge) | under \\$\\d+ | nobody asks for a lawyer | lawyer up | without a lawyer | the secret | never fails | old trick",
            "lawyer | confess* | talk about | interview* | interrogat* | bait | decoy* | dye | uv | tracker* | gps | plate* | warrant* | prosecutor* | file as | charge* | bundle | luggage | burner* | phones? | lineup | undercover | surveil* | camera* | drone* | wire | informant* | suspect* | thieves | thief | dealer* | runner* | courier* | smuggl* | fence* | pawn | stolen | shoplift* | evidence | trace | social media accounts? | fake (profile|account|name) | search | consent | dog sniff* | tip us off",
        ),
        unless=f"{PUBLIC} | lock up | take your keys | park in | your (car|home|bike|phone|bag|property|plate*) | protect | prevent | leak | water | hydrant* | filter | pump | if you | report | visible bags | scam* | tips | training exercise | bingo | trivia",
        span=1,
    ),
)
