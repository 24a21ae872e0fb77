"""The business of the demo, as rows: what it sells, how people find it, when, and how they behave.

Fernhill sells courses in drawing and painting. Everything that can be told in a row stands here; the functions that
act on the rows are in the other modules. Shares are per mille, money is cents, and `when` is per mille of the world's
length ("120-480") or the name of a season. It refuses to know about people: those are drawn from these rows.
"""

from headwater.demo.rows import Ad, Door, Mail, Page, Product, Return, Season, Walk

HOST = "fernhill.example"
VIEWS_PER_CONTACT = 26  # page views of everybody, never-identified visitors included, over the number of contacts

PRODUCTS = (
    Product(101, "sketch-every-day", "Sketch Every Day", 4_900, 300),
    Product(102, "watercolour-from-scratch", "Watercolour from Scratch", 14_900, 260),
    Product(103, "portraits-in-oil", "Portraits in Oil", 29_900, 120),
    Product(104, "colour-masterclass", "Colour Masterclass", 49_900, 60),
    Product(110, "the-whole-studio", "The Whole Studio (bundle)", 59_900, 70),
    Product(201, "membership-monthly", "Studio Membership, monthly", 2_900, 130, "month"),
    Product(202, "membership-yearly", "Studio Membership, yearly", 29_000, 60, "year"),
    Product(203, "membership-plus", "Studio Membership Plus, monthly", 4_900, 0, "month"),
    Product(190, "paper-and-brushes", "Paper and Brushes (workbook)", 1_900, 0),  # only ever added at the checkout
)
PLUS, WORKBOOK = 7, 8  # places in PRODUCTS
INSTALMENTS_FROM = 49_900  # from this price on, some pay in three parts

_COURSES = PRODUCTS[:7]
PAGES = (
    Page("home", "/", "Fernhill: learn to draw and paint"),
    Page("about", "/about", "Who we are"),
    Page("pricing", "/membership", "The Studio Membership"),
    Page("blog", "/blog/how-to-mix-greens", "How to mix greens that live"),
    Page("blog", "/blog/first-sketchbook", "Your first sketchbook"),
    Page("blog", "/blog/watercolour-paper", "Which watercolour paper?"),
    Page("blog", "/blog/ten-minutes-a-day", "Ten minutes a day"),
    Page("blog", "/blog/painting-skin", "Painting skin without mud"),
    Page("blog", "/blog/perspective-for-the-impatient", "Perspective for the impatient"),
    Page("blog", "/blog/i-drew-my-grandmother-for-a-year", "I drew my grandmother for a year"),
    Page("guide", "/free/sketching-guide", "The free sketching guide"),
    Page("guide", "/free/colour-wheel", "A colour wheel to print"),
    Page("guide", "/free/first-portrait-class", "Free class: your first portrait"),
    Page("guide", "/free/materials-list", "The honest materials list"),
    Page("welcome", "/free/thank-you", "It is on its way to you"),
    *(Page("course", f"/courses/{p.slug}", p.name) for p in _COURSES),
    *(Page("checkout", f"/checkout/{p.slug}", f"Checkout: {p.name}") for p in _COURSES),
    *(Page("thanks", f"/thank-you/{p.slug}", "Thank you") for p in _COURSES),
    *(Page("thanks_stripe", f"/thank-you/{p.slug}", "Thank you", "https://checkout.stripe.com/") for p in _COURSES),
    *(Page("thanks_paypal", f"/thank-you/{p.slug}", "Thank you", "https://www.paypal.com/") for p in _COURSES),
    Page("login", "//learn/login", "Sign in"),
    *(Page("lesson", f"//learn/lessons/{n}", f"Lesson {n}") for n in range(1, 13)),
)
GUIDES = ("Sketching Guide", "Colour Wheel", "First Portrait Class", "Materials List")

WALKS = (
    Walk("glance", 600, ""),
    Walk("glance", 150, "blog"),
    Walk("glance", 90, "course"),
    Walk("glance", 60, "blog blog course"),
    Walk("glance", 60, "home about course pricing"),
    Walk("glance", 40, "course checkout"),
    Walk("read", 250, ""),
    Walk("read", 200, "blog"),
    Walk("read", 150, "course"),
    Walk("read", 150, "blog course"),
    Walk("read", 100, "blog blog about"),
    Walk("read", 100, "course pricing course"),
    Walk("read", 50, "course checkout course"),
    Walk("optin", 400, "guide welcome"),
    Walk("optin", 200, "welcome blog"),
    Walk("optin", 200, "blog guide welcome course"),
    Walk("optin", 200, "about guide welcome"),
    Walk("buy", 350, "course checkout thanks"),
    Walk("buy", 150, "checkout thanks"),
    Walk("buy", 300, "course checkout thanks_stripe"),
    Walk("buy", 200, "course pricing course checkout thanks_paypal"),
    Walk("learn", 300, "lesson"),
    Walk("learn", 400, "lesson lesson"),
    Walk("learn", 300, "lesson lesson lesson"),
)
WALK_VARIANTS = 7  # of each walk: which member of each family; for "buy", the place of the product

_GOOGLE, _META = "https://www.google.com/", "https://l.facebook.com/"
_AD = "&utm_campaign={campaign}&utm_content={ad}&ad_id={ad_id}"
_GADS = "utm_source=google&utm_medium=cpc" + _AD + "&utm_term={term}"
_FB = "utm_source=facebook&utm_medium=paid_social" + _AD
_YT = "https://www.youtube.com/"
# fmt: off
DOORS = (
    Door("direct", "direct", "", "", "", "home blog course guide", 120, 190, 150),
    Door("google", "search", _GOOGLE, "", "", "blog course guide home", 160, 330, 110),
    Door("google-uk", "search", "https://www.google.co.uk/", "", "", "blog guide", 40, 80, 110),
    Door("bing", "search", "https://www.bing.com/", "", "", "blog course", 14, 26, 130),
    Door("duckduckgo", "search", "https://duckduckgo.com/", "", "", "blog guide", 12, 22, 120),
    Door("g-brand", "paid", _GOOGLE, _GADS, "gclid", "home course", 34, 18, 300, terms="fernhill/fernhill+courses"),
    Door("g-generic", "paid", _GOOGLE, _GADS, "gclid", "course guide", 50, 95, 120,
         terms="learn+watercolour/art+class"),
    Door("g-auto", "paid", _GOOGLE, "", "gclid", "course", 8, 14, 110),  # auto-tagging without a campaign
    Door("fb-find", "paid", _META, _FB, "fbclid", "guide", 90, 110, 90),
    Door("fb-back", "paid", _META, _FB, "fbclid", "course guide", 22, 20, 220),
    Door("fb-flop", "paid", _META, _FB, "fbclid", "guide home", 20, 120, 25, "150-330"),
    Door("tt-trial", "paid", "", "utm_source=tiktok&utm_medium=paid" + _AD, "ttclid", "home", 4, 60, 15, "520-610"),
    Door("display", "display", "https://news.daily-ledger.example/",
         "utm_source=adnet&utm_medium=display&utm_campaign={campaign}&utm_content={ad}", "", "home", 5, 110, 20,
         "400-760"),
    Door("fb", "social", "https://m.facebook.com/", "", "fbclid", "blog home", 30, 75, 90),
    Door("instagram", "social", "https://l.instagram.com/", "utm_source=instagram&utm_medium=social&utm_campaign=bio",
         "", "guide home", 50, 70, 100),
    Door("pinterest", "social", "https://www.pinterest.com/", "", "", "blog", 28, 80, 80),
    Door("viral", "social", "https://www.reddit.com/", "", "", "blog:6", 4_400, 21_000, 35, "420-1000", "burst"),
    Door("youtube", "video", _YT, "utm_source=youtube&utm_medium=video&utm_campaign={term}", "", "guide course", 60,
         60, 170, terms="mixing-greens/portrait-class"),
    Door("youtube-plain", "video", _YT, "", "", "home", 10, 24, 140),
    Door("podcast", "audio", "", "utm_source=studio-talk&utm_medium=podcast&utm_campaign=episode-41", "", "guide",
         2_300, 2_500, 200, "300-1000", "burst"),
    Door("podcast-2", "audio", "", "utm_source=the-easel&utm_medium=podcast&utm_campaign=guest-june", "", "guide",
         1_800, 2_100, 190, "700-1000", "burst"),
    Door("partner", "affiliate", "https://www.artistlife.example/",
         "utm_source=artistlife&utm_medium=affiliate&utm_campaign=partners", "", "course guide", 24, 36, 190),
    Door("partner-2", "affiliate", "", "utm_source=paintbox&utm_medium=affiliate&utm_campaign=partners", "", "course",
         14, 26, 160, "350-1000"),
    Door("coupon", "affiliate", "https://www.coupon-cellar.example/",
         "utm_source=couponcellar&utm_medium=affiliate&utm_campaign=coupons", "", "course", 2, 20, 260, "100-1000"),
    Door("review", "referral", "https://www.brush-and-ink.example/", "", "", "course home", 18, 30, 160),
    Door("forum", "referral", "https://forum.easel-talk.example/", "", "", "blog", 10, 26, 130),
    Door("notgoogle", "referral", "https://www.notgoogle.example/", "", "", "home", 2, 6, 90),
    Door("chatgpt", "ai", "https://chatgpt.com/", "utm_source=chatgpt.com", "", "course guide", 190, 210, 210,
         "300-1000", "grow"),
    Door("perplexity", "ai", "https://www.perplexity.ai/", "", "", "blog course", 50, 60, 190, "380-1000", "grow"),
    Door("gemini", "ai", "https://gemini.google.com/", "", "", "course", 40, 50, 170, "550-1000", "grow"),
    Door("claude", "ai", "https://claude.ai/", "", "", "course guide", 34, 36, 210, "500-1000", "grow"),
    Door("sponsor", "email", "", "utm_source=artweekly&utm_medium=email&utm_campaign=Spring%20Sponsor", "", "guide",
         110, 120, 150, "spring"),
    Door("flyer", "other", "", "utm_source=art-fair&utm_medium=print&utm_campaign=fair-{year}", "", "guide", 400, 250,
         150, "art-fair"),
    # Ways back of people who know the house; nobody comes in here first.
    Door("sms", "sms", "", "utm_source=sms&utm_medium=sms&utm_campaign=black-friday-{year}", "", "course", 0, 0, 0,
         "black-friday"),
    Door("push", "push", "", "utm_source=webpush&utm_medium=push&utm_campaign=new-lesson", "", "blog course", 0, 0, 0),
    Door("learn", "direct", "", "", "", "lesson login", 0, 0, 0),
    Door("sign-in", "direct", "https://accounts.google.com/", "", "", "lesson", 0, 0, 0),
)
# fmt: on

# fmt: off
ADS = (
    Ad("g-brand", 100, 670010001, "Brand text", 670010100, "Brand", 670010, "brand-search", 60),
    Ad("g-generic", 70, 670020001, "Learn watercolour", 670020100, "Watercolour", 670020, "generic-search", 190),
    Ad("g-generic", 30, 670020002, "Art classes online", 670020200, "Classes", 670020, "generic-search", 290),
    Ad("fb-find", 60, 23850000000000101, "Video: one line", 23850000000000110, "EU interests", 23850000000000100,
         "prospecting-eu", 150),
    Ad("fb-find", 40, 23850000000000102, "Carousel: students", 23850000000000120, "Lookalike 1%", 23850000000000100,
         "prospecting-eu", 240),
    Ad("fb-back", 100, 23850000000000201, "You left a brush here", 23850000000000210, "Visitors 30 days",
         23850000000000200, "retargeting", 170),
    Ad("fb-flop", 100, 23850000000000301, "Stock photo", 23850000000000310, "Everybody 18-65", 23850000000000300,
         "broad-reach", 160),
    Ad("tt-trial", 100, 1790000000000001, "Dance with a brush", 1790000000000010, "Young", 1790000000000000,
         "tiktok-test", 110),
    Ad("display", 100, 88001, "Banner 300x250", 88010, "News sites", 88000, "always-on-banner", 140),
)
# fmt: on

RETURNS = (
    Return("direct", 430, 330),
    Return("google", 180, 130),
    Return("g-brand", 90, 110),
    Return("fb-back", 110, 110),
    Return("instagram", 70, 20),
    Return("youtube", 50, 30),
    Return("chatgpt", 30, 30),
    Return("push", 40, 40),
    Return("sms", 90, 90),
    Return("coupon", 0, 140),  # looked for a discount in the middle of the visit that bought
)

MAILS = (
    Mail("welcome-confirm", 0, "guide", 240),
    Mail("welcome-1-story", 1, "blog", 170),
    Mail("welcome-2-lesson", 3, "blog course", 120),
    Mail("welcome-3-offer", 6, "course", 110, 60),
    Mail("welcome-4-last-day", 9, "course", 70, 120),
    Mail("letter-month-2", 40, "blog", 60),
    Mail("letter-month-4", 110, "blog course", 45, 20),
    Mail("come-back", 190, "course", 40, 60),
    Mail("launch-portraits", 0, "course:2", 60, 110, "180"),
    Mail("launch-masterclass", 0, "course:3", 60, 90, "450"),
    Mail("launch-bundle", 0, "course:4", 60, 90, "780"),
    Mail("black-friday-{year}", 0, "course", 120, 220, "black-friday"),
    Mail("new-year-{year}", 0, "course", 70, 120, "january"),
    Mail("Spring Sale {year}", 0, "course", 60, 140, "spring"),
)

SEASONS = (
    Season("january", "01-02", "01-31", 1_450),
    Season("spring", "04-20", "05-05", 1_150, 20),
    Season("summer", "06-20", "08-31", 620),
    Season("art-fair", "09-12", "09-15", 1_050),
    Season("black-friday", "friday-3", "friday+3", 2_300, 40),
    Season("christmas", "12-22", "12-28", 480),
)
WEEKDAYS = (1_080, 1_120, 1_090, 1_050, 860, 780, 1_020)  # Monday first
GROWTH = (650, 1_350)  # an ordinary day at the start and at the end of the world
BURST = (1000, 900, 560, 350, 230, 160, 120, 90, 70, 55, 45, 38, 30, 25, 20, 16, 12, 9, 6, 3)  # per day since it broke
HOURS = (14, 8, 5, 4, 5, 10, 22, 40, 58, 64, 66, 62, 60, 58, 56, 55, 57, 62, 72, 84, 90, 80, 55, 30)
MAIL_HOURS = (2, 1, 1, 1, 2, 8, 60, 160, 190, 120, 80, 60, 60, 50, 40, 30, 30, 40, 50, 50, 40, 30, 15, 6)

# How people differ. Each pair is (weight, value).
KINDS = (
    (880, "tracked"),  # looks around, then leaves an address
    (45, "guest"),  # buys first; the contact comes days later
    (45, "imported"),  # typed in with its source told, no visit ever
    (30, "listed"),  # typed in with nothing told
)
OLD_LIST = 25  # per mille of all contacts: the customer list imported on the first day, older than any tracking
OLD_LIST_DAYS = 400
LOOKS = ((560, 1), (190, 2), (110, 3), (60, 4), (50, 6), (30, 9))  # visits up to the opt-in
GAPS = (1, 1, 1, 2, 2, 3, 4, 5, 6, 7, 9, 12, 15, 21, 30, 42, 60, 95)  # days between looks
DEVICES = ((590, 1), (330, 2), (80, 3))
DELAYS = (0, 0, 0, 1, 2, 3, 5, 7, 9, 12, 16, 22, 30, 45, 70, 110, 170, 260)  # days from opt-in to the first order
AGAIN = (12, 25, 40, 60, 90, 130, 180, 260)  # days to the next order
DWELLS = (3, 4, 6, 8, 9, 12, 15, 18, 22, 27, 33, 40, 50, 65, 85, 120, 180, 300, 640, 1_380)  # seconds on a page

IDENTIFIED = 960  # the opt-in form reaches the script
MAIL_IDENTIFIED = 850  # a link in a letter tells who clicked
OTHER_DEVICE = 300  # a visit from another device than the first
BACK_WITHIN_VISIT = 40  # leaves in the middle and comes back through another door before the session is over
ORDERS_AGAIN = 360
REFUNDED = 45
PART_REFUNDED = 15
IN_INSTALMENTS = 400
WITH_WORKBOOK = 180
BY_PHONE = 50  # ordered without a visit
TRIAL_DAYS = 14
WITH_TRIAL = 450
TRIAL_LOST = 380
CHURN = 75  # a month
UPGRADE = 25  # a month
YEARLY_CHURN = 350
UNPAID = 40  # a renewal that fails; half of them are paid some days later

# Never identified, and never human.
CROWD_BACK = ((2, 40), (5, 30), (9, 25), (30, 20))  # comes back after so many days, per mille of the crowd
BOTS = 30  # per mille of the page views, on top of them
SPAM = 6
SPAM_HOSTS = ("semalt.com", "buttons-for-website.com", "darodar.com", "best-seo-offer.com", "ilovevitaly.com")
