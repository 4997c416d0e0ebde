"""IV.E, IV.G, IV.H told in passing: no party's name, no word for business, no "copied"."""

from __future__ import annotations

from ..rule import Rule
from .borrowed import FAMOUS, PERMITTED
from .business import NOT as NOT_PRIVATE
from .politics import NEUTRAL

MORE_FAMOUS = (
    f"{FAMOUS} | harley* | winnie the pooh | pooh | tigger | sonic | pac-man | transformers | optimus | ninja turtles | scooby | flintstones | jetsons | smurf* | looney tunes | tom and jerry | hulk | captain america | wonder woman | "
    "black panther | iron man | lion king | simba | little mermaid | buzz lightyear | toy story | encanto | wicked | jurassic | indiana jones | ghostbusters | jaws | rocky theme | top gun | titanic | "
    "game of thrones | stranger things | seinfeld | kendrick | eminem | kanye | jay-z | rihanna | bruno mars | madonna | led zeppelin | rolling stones | springsteen | abba | chuck berry | tina turner | "
    "sinatra | elvis | adele | coldplay | u2 | metallica | ac/dc | chevy | john deere | google | toyota | tesla | adidas | gatorade | red bull | pepsi | oreo | m&m* | hershey* | kool-aid man | michelin | pillsbury | "
    "imo's | ted drewes | schnucks | dierbergs | steak 'n shake | white castle | purina | blues' | cardinals' | mizzou | billiken* | saint louis university | washington university | the onion | "
    "usa today | vogue | rolling stone | sports illustrated | st. louis magazine | kmov | ksdk | kmox | fox 2 | channel (4|5|2|12)'s"
)
RULES = (
    Rule(
        "protected work on a City thing",
        ("IV.E",),
        "It puts somebody's protected character, mark or music on something of the City, and says nothing of permission.",
        (
            MORE_FAMOUS,
            "(our/new/this year's/city/crew/the) ... (poster/posters/sticker/stickers/shirt/shirts/t-shirt/t-shirts/tee/tees/tote/tote bag/tote bags/mascot/logo/banner/banners/flyer/flyers/mural/float/plow/truck/trucks/bus/patch/patches/mug/mugs/magnet/magnets/reel/video/montage/theme/track/soundtrack/"
            "thumbnail/cover/cake/costume/coloring page/coloring sheet/card/cards/invite/invitation/certificate/bookmark/bookmarks/brochure/newsletter/badge/coin/sign/signs/hat/hats/hold music/intro/audio) | (audio/music/soundtrack/track/song/theme/beat) (is/:/by/from) | underneath | in the background | playing over | on the (side/front/back/door/cover/hood/label) of",
        ),
        unless="draw your | workshop | costume (contest|party) | dress up | concert | screening | tickets | game (day|night) | shuttle | flight | trivia | parking | visit | opens | sponsor* | sponsored | movie night | book club | ford (avenue|park) | queen (anne) | cruise | donated | sale",
        never_with=f"{PERMITTED} | performance license | scavenger | sponsored by",
    ),
    Rule(
        "owner's leave plainly missing",
        ("IV.E",),
        "It uses a work and says in passing that its owner did not agree.",
        (
            "(hasn't/haven't/has not/won't/can't) (called/noticed/complained/sued/found/objected/sent/said) ... | lawyers | (did/do) not pay | didn't pay | never paid | not paying | no license | without (asking/permission/paying) | nobody ... (was/is) looking | (don't/please don't/nobody) tell (her/him/them/the) | (before/until/unless) (they/he/she|the owner) (notice*/find*/complain*/sue*) | "
            "(sorry/apologies) (to/,) ... (photographer/author/artist/chef/band/publisher/label/studio) | screw the copyright | copyright schmopyright | finders keepers | what they don't know | ask forgiveness | off the (internet/web/net) | right-click* | right click* | save as | saved it off | blew it up | whoever shot | somebody scanned | someone scanned | scanned it | somebody's (instagram/page/blog/site/album/dvd)",
            "photo* | picture* | image* | art | artwork | song | track | music | lyrics | poem | recipe* | cookbook | book | page* | article | story | cartoon | comic | map* | logo | mascot | cap | film | movie | clip | video | theme | design | sunset | drawing | painting | font | poster | banner | guide | chapter | character | album | mural | graphic | new yorker | print",
        ),
        unless="scam* | phish* | free class | workshop | water bill | your bill | fines | towed | citation* | tax* | fee* | ticket* | don't use | do not use | evict* | lease",
        never_with=PERMITTED,
        span=2,
    ),
    Rule(
        "work taken from its source",
        ("IV.E",),
        "It takes a text, picture or recording from somebody else's publication.",
        (
            "(copied/photocopied/lifted/taken/pulled/scanned/borrowed/grabbed/ripped/typed/pasted/straight/reprinted/screenshotted/clipped/cribbed/cut) {it |them |this |these |word for word |straight |right |out |up }*(out of|from|off|off of|outta) | is page \\d+ of | is from the (?-i:[A-Z]) | is straight (from/out of/off) | (is/comes) off (my/a/the/his/her) {old }(cd/album/dvd/record/phone/tape)",
            "(book/cookbook/guide/magazine/newspaper/paper/album/cd/dvd/site/website/blog/instagram/pinterest/google/youtube/tiktok/catalog/atlas/manual/textbook/anthology/songbook/comic/game/show/film/movie/portfolio/page)s? | <name>'s | (?-i:[A-Z])\\w+'s (book/cookbook/guide/blog/site/album/column/recipe/photo*) | new yorker | post-dispatch | times | journal | tribune | ledger | getty",
        ),
        unless="books | pulled from the (river|water|lake|shelves) | (ordinance|code|report|archive*|our|city's) | check* out | city's (site|website|page) | our (website|page|site|archive*|blog)",
        never_with=PERMITTED,
    ),
    Rule(
        "side taken in an election without a party's name",
        ("IV.G",),
        "It takes a side in an election or for somebody who stands for office.",
        (
            "ballot box | (remember/remembers/remind/show/tell/matter*) ... (november|election day|the polls|at the polls|the voting booth|primary day) | (november|election day|the primary|august 4|august) ... (chance|return the favor|remember|make it right|count on|payback|turn out for|show up for) | when you vote | (her|his|their) {\\w+ }(senate|house|mayoral|congressional|sheriff|aldermanic|council|governor|presidential|reelection|re-election) (run|bid|race|campaign|hopes) | "
            "team (?-i:[A-Z])\\w+ ... (run|campaign|senate|envelopes|doors|phones|race|office) | stuff* envelopes | (the|our|your) next (governor|mayor|senator|congress\\w+|sheriff|president|alder\\w+|prosecutor|circuit attorney|attorney general|state rep\\w*|treasurer|comptroller|secretary of state) | signatures (for|to) ... (recall|ballot|petition|repeal|referendum) | recall of | "
            "(yes|no|vote yes|vote no) on (prop|proposition|amendment|measure|issue|question) | (stand|standing|stands|i'm|we're|riding|ride) with ... for (congress|senate|mayor|governor|sheriff|president|house|judge|alder\\w+) | (voted out|vote out|get rid of|send|boot|dump|fire) (?:that |this |the )?(clown|bum|crook|(?-i:[A-Z])\\w+) ... (vote|november|ballot|polls|back to|election) | only (one|candidate) in (this|the) race | "
            "wants your vote | needs your vote | earn* your vote | our man (for|in) | our woman (for|in) | (her|his) opponent | 's opponent | on the ballot ... (support|needs|deserves|love|great|good|friend) | swing (state|district|voters) | primary challenger | knock* doors | lit drop | meet and greet with candidate | stump speech | fundraiser for ... (campaign|senator|alder\\w+|congress\\w+|mayor) | max donation | "
            "(trump|biden|harris|hawley|desantis|obama|sanders|vance) (is|was|did|will|2024|2028|for|won|lost|ruined|rally|country|again|deserves|has) | liberals? | conservatives? | woke (mob|agenda|left|crowd) | far[- ]left | far[- ]right | socialis(t|ts|m) | leftists?",
        ),
        unless=f"{NEUTRAL} | conservative estimate* | conservatively | liberal (arts|leave|use) | no matter who | whoever you | all candidates | baseball | all-star | mascot | employee",
    ),
    Rule(
        "an employee's paid work outside",
        ("IV.H",),
        "It points customers to what an employee does outside of the City's work.",
        (
            "<rank> (?-i:[A-Z])\\w+ | our (own |very own )?(?:(?-i:[A-Z])\\w+|\\w+ (guard|agent|clerk|operator|officer|inspector|supervisor|driver|nurse|librarian|tech|technician|foreman|ranger|coach|analyst|doctor|dispatcher|cook|crew)) | (?-i:[A-Z])[a-z]+ (from|in|at|on) (?:our |the |second |third |first |night |day )?(shift|billing|dispatch|records|payroll|permits|engine \\d+|truck \\d+|the shop|crew|yard|clinic|desk|front|hr|lab|garage|counter|station \\d+|forestry|it) | "
            "from our (clinic|crew|office|shop|lab|branch|team|station|shift|desk) | my (brother-in-law|wife|husband|sister|brother|cousin|partner|son|daughter|mom|dad|girlfriend|boyfriend|buddy) and i | on the crew | one of our | one of the (guys|crew|girls|clerks|nurses|inspectors|librarians) | co-?worker* | when (he's|she's|i'm) off | i (do|make|sell|fix|bake|build|paint|groom|shoot|cut) | still (makes|shows up|clocks) ... (in by|work)",
            "spins | dj* | band plays | (plays|playing|photograph*|shoots|caters|bakes|does|makes|plans|decorates) ... (wedding*|parties|cakes|cookies|birthdays|showers|events|portraits|headshots|taxes|hair|nails|lashes|tattoos|braids) | (fix*|build*|repair*|clean*|paint*|haul*|mow*|plow*|trim*|remodel*|pav*|pour*|install*|wash*|detail*) ... (on saturday*|on sunday*|on weekends|weekends|on (his|her|my|their) own|reasonable|cheap|cash|own pickup|own truck|on the side|after work|evenings) | "
            "(trains|sees|tutors|coaches|has|takes|books|represents) {\\w+ }(private|paying|botox|new|personal|outside|weekend) {\\w+ }(clients|patients|students|customers|lessons) | (his|her|their|own|signed the lease on|opened a|opens a|bought a) {\\w+ }{\\w+ }{\\w+ }(salon|bakery|food truck|restaurant|bar|store|shop|boutique|studio|gym|practice|agency|firm|company|business|barbershop|brewery|franchise|airbnb|rental|line of|brand|place) | selling (his|her|their|my) | sells (his|her|their|homemade) | "
            "(mary kay|avon|tupperware|herbalife|doterra|scentsy) | on airbnb | real estate license | realtor | notary | onlyfans | patreon | podcast sponsor",
            "\\d+% off | % off | \\$\\d+ | mention* | tell (her|him|them) | ask (her|him|them|for) | call | text | dm | message | order* | book | first (session|visit|class|hour) free | free | reasonable | cheap | card | private clients | patients | clients | customers | open* | lease | own | cash | bottle | weddings | rates | need | looking | check | hire | go see | proud | congrat* | weekends | saturdays | discount",
        ),
        unless=f"{NOT_PRIVATE} | citizens academy | public class | rec center | free class | volunteers | at no charge | for the city | food bank",
        span=2,
    ),
)
