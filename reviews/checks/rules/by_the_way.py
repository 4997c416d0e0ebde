"""IV.E, IV.H, V.E.2: borrowed work, side jobs and closed matters that are told by the way."""

from __future__ import annotations

from ..rule import Rule
from .borrowed import FAMOUS, PERMITTED
from .business import NOT as NOT_BUSINESS
from .closed import NOT as NOT_CLOSED

STAFF = "my (partner|colleague|buddy) (?-i:[A-Z]) | shout-?out to | (our|my) helper | (?-i:[A-Z][a-z]+) does | <name> | (our|my|the) {\\w+ }(crew|captain|clerk|foreman|forester|plumber|driver|lifeguard|dispatcher|librarian|inspector|engineer|guard|mechanic|partner|coworker|boss|sergeant|secretary|supervisor|operator|electrician|ranger|custodian|cook|medic|paramedic|nurse) | engine \\d+ | station \\d+ | ladder \\d+ | (?-i:[A-Z][a-z]+) (from|in|at|over in|down in) (the|our|payroll|permits|billing|refuse|forestry|dispatch|records|water|streets|hr|it)"
RULES = (
    Rule(
        "somebody's film, song or style used",
        ("IV.E",),
        "It uses a work of somebody else's, and nothing says that this was allowed.",
        (
            "(track|song|music|score|theme|tune|riff|beat|scene|clip|audio|font|map|poster|cartoon|character|costume|story|poem|chapter|recipe|photo|picture|artwork|painting|page|pages|column) ... (from|of|by|off|out of|like) (the|that|a|his|her|their|my|some|<name>|(?-i:[A-Z])) | that (?-i:[A-Z])\\w+ (?-i:[A-Z])\\w+ (track|song|tune|score|theme|photo|picture|piece|beat) | (?:made|make|look|looks|draw|drew|dressed|redid|styled) ... like (the|a) ... (from|of) | (typed|copied|scanned|read|pasted|retyped) (out|up|in) {the |a |my |her |his }",
            f"movie | film | magazine | album | show | series | novel | newspaper | paper | game | network | studio | radio | band | video game | comic | tv | playlist | concert | {FAMOUS}",
            "under it | under the | behind (it|the) | over the | set to | because | nothing else | for those (without|who) | subscription | here goes | same (font|look|colors) | like the | for our | on our | in our | the whole | posts | every (word|page) | hope | lawyers | lol | we (made|used|took|put|drew) | i (made|used|took|put|typed|copied|scanned|drew)",
        ),
        unless=f"{PERMITTED} | licence | license | audio library | screening | showing | movie night | book club | check out | hold* list | borrow | interview* | was featured | quoted | as seen",
        never_with=f"{PERMITTED} | performance licence",
        span=1,
    ),
    Rule(
        "an employee's trade in free hours",
        ("IV.H",),
        "It recommends what an employee does for money in free hours.",
        (
            STAFF,
            "(on|in) (his|her|their|my) (own )?(weekends|weekend|evenings|days off|free time|spare time|off hours|nights|lunch hour) | (his|her|their|my) {\\w+ }(trailer|truck|food trailer|stand|booth|shop|kiln|kitchen|studio|chair|stall|garage|rig|bees|honey|sauce|salsa|candles|soap|cakes|pies|quilts|rentals?|lessons|side|crew|charter|farm|workshop|salsa|tamales|ribs|lamb|barbecue|brisket) | (splits|stacks|hauls|fixes|paints|mows|sews|bakes|tutors|cuts hair|details|tunes|welds|builds|photographs|caters|plows|grooms|boards|bartends|does (taxes|hair|nails|decks|drywall|weddings|parties)) | (will|can|does|did|could) {\\w+ }(dj|cater|photograph|officiate|do your|paint your|fix your|mow your|alterations|repairs|taxes|hair|nails|drywall|weddings|parties|haircuts|massages|tattoos|portraits|catering) | (fixes|repairs|sews|hems|cuts|cleans|walks|watches|washes|sharpens|frames|prints) {\\w+ }(our|your|anybody's|people's|computers|phones|dogs|hair|bikes|cars|knives|clothes) | after (five|six|work|hours|his shift|her shift) | when (he|she) (isn't|is not|clocks out)",
            "(ask|call|text|tell|message|see|try|dm|find) (about|for|him|her|them|me|us)|ask about | (will|can|could|would) (dj|cater|photograph|paint|fix|mow|plow|sew|bake|tutor|haul|build|clean|groom|drive|officiate|play|film|move) {\\w+ }(your|you|for you|any) | half of what | what the other (guy|guys|shops?) | (for|at) the price | two for | \\$ | (dollars|bucks|\\$\\d+|<money>) (a|an|per|for|each) | <n> (dollars|bucks) | (his|her) number | per (cord|hour|dozen|yard) | if you say | say (parks|the city|we|i|streets) sent | (our|your|yours|and yours|anybody's) (party|parties|wedding|event|retirement|too) | order | book | hire | discount | cheap | half price | worth | takes (orders|cash|venmo) | (does|do) (yours|our|your) | best in (town|the city) | sent you",
        ),
        unless=f"{NOT_BUSINESS} | free | residents may | volunteer*",
        span=1,
    ),
    Rule(
        "what the City would settle for, or a weak spot",
        ("V.E.2",),
        "It tells what a closed record or closed meeting says.",
        (
            "(our|the city's|city's|the) (lawyers|lawyer|attorneys|attorney|counsel|counselor|legal (team|department)|insurer|adjuster) | (report|memo|audit|list|study|assessment|map|plan) (we|i|they|that we|that i|nobody) ... (not|never|supposed|can't|shouldn't|won't) | not supposed to (show|share|see|post|read|have) | (vulnerability|security|threat|risk|penetration) (report|assessment|audit|study|review|map|plan) | our (reserve|reserves|walk-away|bottom line|top offer|limit) | bargaining | (before|until|till) (it|they|the (vote|public|council|press|other side)) (is|are|knows?|finds?|hears?)",
            "(put|puts|give|gave|rate|see) (the|our) (odds|chances) | would (take|pay|settle|accept|go) | (settle|settling) for | as (high|low) as | up to \\$ | (the other side|they|plaintiff\\w*) (does not|doesn't|don't|do not) (yet )?know | (lists|shows|says|names|calls|found|finds|ranks|marks) ... (softest|weakest|worst|spot|hatch|gate|door|camera|padlock|lock|tunnel|valve|code|shut|close|cut|layoff\\w*|fault) | one in (two|three|four|five|ten) | weak spot | no camera | one padlock | worth (settling|it)",
        ),
        unless=f"{NOT_CLOSED} | open session | is posted | public hearing | lead service | rain",
        span=2,
    ),
    Rule(
        "what was agreed out of sight",
        ("V.E.2",),
        "It tells what was said or decided where the public was not.",
        (
            "in chambers | the minutes (will|won't|say|only) | (behind|after) (the )?(closed )?doors | in the back room | after the (public|press|cameras|audience) left | when the (cameras|doors|mics|microphones) (were|went|closed) | with the (door|doors|blinds) (closed|shut|drawn) | in the (huddle|hallway|caucus) | on the private call | before we let (you|the public|anyone) in",
            "agreed | decided | voted | picked | settled | told | said | promised | traded | cut | chose | let | will (say|get|be|go) | blamed | admitted",
        ),
        unless=f"{NOT_CLOSED} | will hold | was announced | open session",
        span=2,
    ),
    Rule(
        "work performed or shown without leave",
        ("IV.E",),
        "It says that a work of somebody else's is used without leave.",
        (
            "without (a|any|the) (license|licence|permission|okay|credit|release|clearance|asking|paying) | (no|never got a|didn't get a|haven't got a) (license|licence|permission|release|clearance) | while it lasts | before (they|anyone|somebody) (notice*|complain*|find*) | frame for frame | page by page | shot for shot | note for note | line by line | (enjoy|watch|read|get) it while | worth (it|the (lawsuit|fine|strike))",
            "chapter | page | (the )?opening of | sang | song | chorus | track | music | clip | photo* | picture* | film | reel | cartoon | character | logo | mascot | poem | story | drawing | painting | verse | lyrics | played over | dance*",
            "we | our | i | my | us",
        ),
        unless=f"{PERMITTED} | don't | do not | never (use|post) | driv* | fish* | hunt* | vendor* | business licen* | dog* | contractor*",
    ),
)
