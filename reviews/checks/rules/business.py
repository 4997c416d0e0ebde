"""IV.H: an employee's private business or side job."""

from __future__ import annotations

from ..rule import Rule

CLAUSE = ("IV.H",)
OURS = (
    "my (wife|husband|brother|sister|brother-in-law|sister-in-law|cousin|mom|dad|son|daughter|partner) | our receptionist | our \\w+ (supervisor/clerk/officer/inspector/operator/driver/technician/nurse/guard/coach/foreman) | <n> of our \\w+ | our own | our very own | one of (ours/our own/us/our) | co-?worker* | colleague* | teammate* | crewmate* | our (clerk/officer/foreman/supervisor/librarian/inspector/operator/driver/dispatcher/"
    "mechanic/engineer/nurse/ranger/crew*/guy/gal/intern/secretary/analyst/planner/receptionist/lifeguard/coach/sergeant/lieutenant/captain/chief/deputy/boss/"
    "director/manager/team/technician/plumber/electrician/gardener/forester/paralegal/bailiff/carpenter/custodian/accountant) | (front/reference/circulation/help/information) desk | <rank> (?-i:[A-Z])\\w+ | "
    "from (our/the) ... (crew/shop/office/shift/desk/yard/garage/unit/division/team/lab/house/station/branch/counter/plant) | in (our/the) (payroll/permits/billing/dispatch/records/accounting/lab/"
    "mail room/shop/sign shop/clerk's office) | in (payroll/permits/billing/dispatch/records/accounting/hr/it/maintenance/forestry/zoning) | works (here/with us) | by day | when (he's/she's/they're) not | "
    "when <he> (isn't/is not) | employee* | staffer* | on our team | my day job | our staff | off shift | off-shift | off duty | off-duty | on (his/her/their/my) (days/day/time) off | retire* from | i also | my side | my own | "
    "(plumber/pipefitter/operator/officer/inspector/specialist/technician/analyst/clerk/librarian) (i/ii/iii/iv) | years with the (division/department/city) | my husband and i | my wife and i"
)
VENTURE = (
    "(candle/craft/bike/flower/gift/repair/tattoo/nail/barber/coffee/cake/print/pet/vape/thrift/antique/record) shop | sells (insurance/houses/homes/cars/mulch/jewelry/makeup/phones/solar) | private (jobs/work/clients/lessons) | (& /and )(sons/daughter/daughters/son)\\b | out of (her/his/their) (trunk/garage/kitchen/truck/basement/locker) | <name>'s (company/shop/salon/business/outfit/firm/studio/bakery/food truck) | side (hustle/gig/job/business/work/biz) | etsy | venmo | cash ?app | paypal | llc | catering | caters | (his/her/their/my) {own } {\\w+ } (company/business/shop/store/studio/salon/bakery/truck/food truck/practice/firm/outfit/brand/line/"
    "boutique/brewery/barbershop/website/booth/gym/class/classes/lessons/etsy/stand/bar/restaurant/dj business/photography/candles/soap/jewelry/listing*) | (own/owns/owned/run/runs/running/opened/opening/opens/launched/launching/"
    "started/starting/starts/co-owns/operates/sells/sell/selling/makes) ... (business/company/shop/store/studio/salon/bakery/food truck/gym/firm/outfit/brewery/boutique/catering/plumbing/landscaping/photography/"
    "barbershop/candles/soap*/jewelry/earrings/cakes/cookies/cupcakes/hot sauce/honey/salsa/bbq/barbecue/real estate/tax*/consulting/security/roofing/handyman/lawn*/cleaning/daycare/dog walking/grooming/detailing/"
    "tutoring/lessons/crafts/knives/quilts/furniture/shirts/mulch/firewood/trailer/insurance/mary kay/avon/tupperware/essential oils/puppies/photos/prints/pottery/llc) | "
    "moonlight* | freelanc* | does ... (on the side/on weekends/after hours/evenings/nights and weekends/on (his/her) own time) | on the side | (takes/taking/accepting/booking) ... (clients/customers/orders/commissions/bookings/dates/appointments/new customers/jobs/"
    "parties/weddings) | for hire | djs | is a (realtor/real estate agent/notary/photographer/dj/wedding) | weekend business | (weekends/evenings) ... own (truck/tools/equipment)"
)
SELL = (
    "order* | book | booking | books | call | message | dm | text | hire | ask for | rates | price* | quote* | free estimate* | estimates | discount | % off | percent off | \\$\\d+ | special* | "
    "customers | clients | check out | stop by | visit | follow | tell (him/her/them) | mention | code | buy | sale | for sale | sells | taking | accepting | grand opening | open for business | appointments | "
    "slots | spots | link | <he> etsy | dates | available | recommend* | highly recommend | give (him/her/them) a (call/shout/ring/try) | business card* | hit (him/her) up | weekends | after hours | congrat* | "
    "support | nights | evenings | inquir* | schedule | listing* | parties | reservations | go see | swing by | worth every | does a great job | fair price* | cheap* | affordable"
)
NOT = (
    "business licen[cs]e* | secondary[- ]employment | outside employment | local businesses | small business (saturday/week/owners/loan*/grant*/workshop/class*) | vendor* | contractor* may | procurement | bid | "
    "starting your own business | start a business | class for residents | ribbon cut* | permit* for | minority-owned | farmers market | conflict of interest | your (own )?business | food drive | fundraiser | charity | "
    "all proceeds | overtime | scam* | our gift shop | library store | friends of the library | union"
)
RULES = (
    Rule(
        "an employee's business is promoted",
        CLAUSE,
        "It speaks of an employee's private business or side job.",
        (OURS, VENTURE, SELL),
        unless=NOT,
        span=2,
    ),
    Rule(
        "an employee's side work, told in passing",
        CLAUSE,
        "It tells of work that an employee does on the own account.",
        (
            "<name> | our <human> | our (?-i:[A-Z])\\w+ | (?-i:[A-Z])\\w+ (at/from/in) (the/our) | coworker",
            "side (hustle/gig/job/business/biz) | on the side | when (he's/she's) (off/not) ... (shift/duty/work/on the clock/working/fixing/driving/here) | moonlight* | off (the clock/shift/duty) ... (runs/owns/sells/does/builds/bakes/paints/makes) | "
            "(runs/owns/opened/opening/launched/started) (his/her/their) own | (his/her) (etsy/llc/food truck/bakery/salon/catering/shop/studio/side hustle/own company) | (on/during) (weekends/evenings/nights) with <he> own",
        ),
        unless=NOT,
    ),
)
