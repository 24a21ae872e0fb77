"""The words that people and machines of the demo are made of: names, places, browsers and crawlers.

Rows only. Addresses are on domains reserved for examples, and IP addresses come from the range reserved for
benchmarks (198.18.0.0/15) or for documentation (2001:db8::/32), so that none of them belongs to anybody.
"""

from typing import NamedTuple

FIRST_NAMES = (
    "Ada Aisha Alba Amir Ana Anton Astrid Ben Bianca Bruno Carla Chen Clara Dario David Dina Elif Elsa Emil Erik Eva "
    "Farid Felix Fiona Gina Greta Hana Henrik Ida Ilse Ines Ivan Jack Jana Joao Jonas Julia Kaya Kofi Lars Laura Lea "
    "Leon Lina Luca Maja Malik Marta Mei Mia Milan Nadia Nina Noah Nora Omar Otto Paula Pia Priya Rosa Sami Sofia Tom"
).split()
LAST_NAMES = (
    "Abbot Ahmed Alder Bach Baker Berg Bianchi Blum Brook Carter Castro Chen Costa Dahl Dias Dubois Eder Ek Falk "
    "Farmer Fischer Fox Garcia Gold Gray Haas Hall Hansen Hill Horn Ito Jansen Jones Keller Khan Kim Klein Kovac Lang "
    "Larsen Lee Lind Lopez Maier Marsh Mendes Moreau Nagy Novak Olsen Ortiz Park Patel Pohl Reed Rossi Sato Silva "
    "Singh Stone Vogel Weber Wood Young"
).split()
MAIL_HOSTS = ("example.com", "example.org", "example.net", "mail.example", "post.example", "inbox.example")


class Place(NamedTuple):
    """Where people live; `tax` is the per cent of value added tax within the price."""

    country: str
    weight: int
    latitude: str
    longitude: str
    tax: int


PLACES = (
    Place("DE", 260, "52.52", "13.405", 19),
    Place("GB", 220, "51.5072", "-0.1276", 20),
    Place("US", 230, "40.7128", "-74.006", 0),
    Place("FR", 80, "48.8566", "2.3522", 20),
    Place("NL", 70, "52.3676", "4.9041", 21),
    Place("SE", 60, "59.3293", "18.0686", 25),
    Place("IN", 50, "19.076", "72.8777", 0),
    Place("AU", 30, "-33.8688", "151.2093", 0),
)
LEVELS = ("beginner", "beginner", "returning after years", "advanced")
GOALS = ("draw every day", "paint my family", "a calm evening", "sell my work")


class Browser(NamedTuple):
    """A browser on a kind of device, as its user agent tells."""

    device: str
    weight: int
    agent: str


_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
_CHROME = f"{_WEBKIT} Chrome/131.0.0.0"
_SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1"
BROWSERS = (
    Browser("desktop", 300, f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME} Safari/537.36"),
    Browser("desktop", 120, f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {_CHROME} Safari/537.36"),
    Browser("desktop", 110, f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {_SAFARI} Safari/605.1.15"),
    Browser("desktop", 60, "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"),
    Browser("desktop", 50, f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME} Safari/537.36 Edg/131.0.0.0"),
    Browser(
        "phone", 240, f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) {_SAFARI} Mobile/15E148 Safari/604.1"
    ),
    Browser("phone", 200, f"Mozilla/5.0 (Linux; Android 10; K) {_CHROME} Mobile Safari/537.36"),
    Browser("phone", 40, "Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0"),
    Browser("tablet", 60, f"Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) {_SAFARI} Mobile/15E148 Safari/604.1"),
)
CRAWLERS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    f"Mozilla/5.0 (X11; Linux x86_64) {_WEBKIT} HeadlessChrome/131.0.0.0 Safari/537.36",
    "python-requests/2.32.3",
)
