"""IV.E: somebody else's work or mark, without a sign of permission."""

from __future__ import annotations

from ..rule import Rule

CLAUSE = ("IV.E",)
WORK = (
    "photo* | picture* | pic | pics | image* | shot | shots | artwork | art | drawing | cartoon* | comic* | strip | logo* | mascot* | "
    "song* | track | lyrics | verse* | chorus | article* | story | column | editorial | op-ed | essay | review | poem | chapter* | page | pages | "
    "scene* | clip* | footage | trailer | soundtrack | music | recipe* | font | map | illustration* | painting | graphic* | character* | "
    "crest | emblem | trademark | jersey | text | write-up | writeup | piece | book | novel | film | movie | episode | video | beat | audio | "
    "theme | jingle | design | meme | poster | mural | instrumental | cover | chart* | infographic | animation | cartoon | him | it | one"
)
FAMOUS = (
    "getty | shutterstock | yosemite sam | lightning mcqueen | woody and buzz | buzz lightyear | winnie the pooh | care bears | transformers | ninja turtles | sonic the hedgehog | totoro | wallace and gromit | king kong | godzilla | barney | dora | curious george | clifford | wild things | hungry caterpillar |  daffy | road runner | popeye | betty boop | charlie brown | snow white | tinker bell | olaf | stitch | groot | bob ross | muppet* | oscar the grouch | cookie monster | smokey bear | uncle sam poster | wonder woman | black panther | iron man | istock | adobe stock | alamy | ap photo | associated press | reuters | disney | pixar | marvel | mickey | minnie | "
    "elsa | moana | star wars | yoda | baby yoda | grogu | darth | pokemon | pikachu | nintendo | mario | luigi | zelda | minecraft | "
    "spongebob | snoopy | garfield | bluey | paw patrol | barbie | batman | superman | spider-man | spiderman | avengers | shrek | "
    "minions | minion | simpsons | bart | lego | harry potter | hogwarts | hello kitty | peppa | dr. seuss | grinch | cat in the hat | "
    "sesame street | elmo | big bird | kermit | scooby* | looney | bugs bunny | taylor swift | beyonce | nelly | drake | beatles | "
    "cardinals | city sc | battlehawks | nfl | mlb | nhl | nba | ncaa | fifa | "
    "post-dispatch | new york times | nyt | washington post | wall street journal | riverfront times | tribune | gazette | ledger | "
    "netflix | hbo | hulu | espn | nike | coca-cola | budweiser | anheuser* | starbucks | mcdonald's | national geographic | "
    "new yorker | far side | calvin and hobbes | norman rockwell | banksy | hallmark | olympic*"
)
TAKE = (
    "(grab/grabbed/grabbing/lift/lifted/lifting/pull/pulled/pulling/swipe/swiped/snag/snagged/snatch/snatched/nab/nabbed/rip/ripped/ripping/"
    "steal/stole/stolen/borrow/borrowed/copy/copied/copying/paste/pasted/pasting/screenshot/screenshotted/screengrab/screengrabbed/screencapped/"
    "trace/traced/scan/scanned/scanning/photocopied/download/downloaded/clip/clipped/crop/cropped/swapped/reposted/repost/recorded/retyped/typed/"
    "pinch/pinched/yoink/yoinked/found/took/sampled/reused/slapped/stuck/plastered/recreated/redrew/poached/hijacked/transcribed/jacked/dubbed)"
)
PERMITTED = (
    "with permission | by permission | with {the } {kind } permission | permission (from/of/granted/given) | gave (us/the city) permission | licens* to | "
    "licensed | under license | under licence | our license | our licence | performance license | public domain | cc by* | cc0 | cc-by* | creative commons | "
    "commissioned | released to us | signed release* | release on file | courtesy of | credit* to | royalty-free | with thanks to | "
    "agreed to let us | let us use | with (her/his/their) (blessing/okay/ok/consent) | donated | rights cleared | we own | paid for the rights | "
    "bought the rights | license fee | covered by | fair use | copyright class | approved by the (team/club/artist)"
)
HIDDEN = (
    "(didn't/did not/haven't/never/forgot to/without/no one/nobody/not/no) ... (ask*/permission/license*/rights/clear*/credit*/run it by/ran it by/check with/"
    "pay/paying/paid/approv*/permission) | (hope/hoping/hopefully/pretty sure/bet/doubt/don't think/fingers crossed) ... (mind/minds/care/cares/notice/notices/sue/sues/"
    "find out/finds out/lawyers/label/complain/complains/come after us/catch on/sees/see this) | don't tell | "
    "cease and desist | watermark* | better to ask forgiveness | easier to ask forgiveness | beg forgiveness | shh* | before it gets taken down | "
    "before they take it down | before the takedown | copyright strike | cropped (out/off) ... (credit/name/signature/watermark/logo) | "
    "(credit/signature/name/watermark) ... cropped | bootleg* | pirat* | torrent* | cam rip | knock-off | knockoff | whoever made | whoever took | "
    "whoever drew | no idea who | not sure who | don't know who (took/made/drew/wrote/shot) | somebody else's | someone else's | isn't ours | not ours | "
    "not our (shot/photo/work/art/picture/picture) | not my (photo/shot/work/art) | didn't cost us | didn't pay | saved us the fee | for free off"
)
SOURCE = (
    "(on/off/from/out of/straight from/straight off/right off/via) ... (internet/web/google/google images/pinterest/instagram/facebook/tiktok/etsy/youtube/spotify/"
    "blu-ray/dvd/netflix/hbo/hulu/disney/somebody's/someone's/website/web site/site/page/blog/magazine/newspaper/paper/book/cookbook/album/liner notes/"
    "cd/record/feed/account/portfolio/gallery/getty/shutterstock/istock/alamy/ap/reuters/deviantart/reddit/imdb/game/broadcast/documentary/"
    "screenshot/album cover/catalog/textbook/paywall/archive)"
)

RULES = (
    Rule(
        "work taken from a source",
        CLAUSE,
        "It says that a work was taken from somewhere else, and nothing says that its owner allowed it.",
        (TAKE, SOURCE, f"{WORK} | {FAMOUS}"),
        unless=f"{PERMITTED} | check* out | books | library card | hotspot* | app | form | forms | permit* | pdf | application | agenda | data | report",
        never_with=PERMITTED,
    ),
    Rule(
        "work used and known not to be allowed",
        CLAUSE,
        "It uses a work and says in passing that nobody was asked or paid.",
        (
            f"{WORK} | {FAMOUS}",
            HIDDEN,
            f"{TAKE} | us* | put* | play* | post* | {FAMOUS} | add* | print* | paint* | sing* | photo by | cropped",
        ),
        unless="don't use | do not use | never use | free class | workshop | password | your photo*",
        never_with=f"{PERMITTED} | phish* | scam*",
        span=2,
    ),
    Rule(
        "protected character or mark put on a City thing",
        CLAUSE,
        "It puts a protected character or a club's or company's mark on something of the City.",
        (
            FAMOUS,
            "(put/puts/painted/painting/printed/print/wears/wearing/slapped/stuck/added/drew/drawn/swapped/traced/copied/borrowed/redid/designed/mashed/photoshopped/"
            "plastered/decorated/featuring/features/starring/made/using/used) ... (our/the/this year's/city/division's/department's/a/these/every)",
            "logo* | mascot* | character* | poster* | sticker* | flyer* | flier* | shirt* | t-shirt* | tee | tees | banner* | truck* | pumper | engine | plow* | "
            "mural | sign* | artwork | art | bird* | crest | emblem | face | label* | magnet* | cover | helmet* | patch* | card* | jersey* | theme | bottle*",
        ),
        unless="game | score* | win | wins | beat | tickets | fans | watch party | game day | parade route | sponsor* | partner*",
        never_with=PERMITTED,
    ),
    Rule(
        "whole text copied",
        CLAUSE,
        "It copies a text of somebody else's at length.",
        (
            "(whole/full/entire/complete/word for word/verbatim/all of it/every word/in full) ... (article/story/column/piece/chapter/poem/lyrics/song/text/editorial/essay/"
            "write-up/review/book/recipe/op-ed/thing) | (article/story/column/piece/chapter/poem/lyrics/song/text/editorial/essay/write-up/recipe/op-ed) ... "
            "(in full/word for word/verbatim/whole thing/start to finish/complete) | paywall* | subscriber* only | subscribers-only | subscription",
            "paste* | pasting | copied | copy | copying | typed | retyped | below | here | reposted | screenshot* | scanned | scan | photos of every page | comments | "
            "so you don't have to | save you the | pdf | in this thread | transcrib* | reprint*",
        ),
        unless="link | our full (story/report/statement) | the full (agenda/report/notice/statement) | city's | meeting",
        never_with=f"{PERMITTED} | our press release | read the full | read the whole",
    ),
    Rule(
        "credited to an agency or photographer without permission",
        CLAUSE,
        "It names a picture agency or paper as the source, which is no permission.",
        (
            "(photo*/pic/pics/picture/image*/credit/shot/cover/graphic/video/footage/via/source) {is |: |from |by |via |courtesy } {the } (getty*/ap/associated press/shutterstock/"
            "istock/alamy/reuters/google/google images/pinterest/post-dispatch/adobe stock/national geographic/espn/afp/internet/web)",
        ),
        never_with=PERMITTED,
    ),
    Rule(
        "song or film used as a track",
        CLAUSE,
        "It uses a song or film scene of somebody else's, and nothing says that it is licensed.",
        (
            "(soundtrack/set to/song/track/music/audio/tune/beat/opens with/over/background/playing/theme/score/scene/clip) ... (by/from/is/:/to/off)",
            "straight off | ripped | my spotify | off spotify | off youtube | off my phone | blu-ray | dvd | off the album | whole song | entire song | full song | "
            "full track | whole track | studio version | album version | radio version | original recording | muted us | unmute before | copyright claim | got flagged | get flagged",
        ),
        never_with=PERMITTED,
    ),
    Rule(
        "a club's or company's mark borrowed",
        CLAUSE,
        "It uses a club's or company's logo, and nothing says that it was allowed.",
        (
            "logo | logos | mascot | trademark* | crest | wordmark | emblem | brand",
            f"{TAKE} | (lent/loaned/swapped in/next to ours/added/put/using/used/tweaked/tweak/our version/changed the/with the (team/club)) | remix* | parody | mash-up | mashup",
            f"{FAMOUS} | team* | club* | company* | brewery | brewer* | brand | store | franchise | chain | their | theirs",
        ),
        unless="our new logo | new city logo | contest | vote for | city logo | city's logo | city seal | fake logo | real logo",
        never_with=f"{PERMITTED} | scam* | impost* | impersonat* | sponsor*",
    ),
)
