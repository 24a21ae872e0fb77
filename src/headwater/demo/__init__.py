"""The demo world: a made-up business with two years of traffic, and the truth about it.

In: how many contacts, how many days, a seed, and what time it is. Out: facts as a client would send them, and beside
them who really came from where. It refuses to know how the product classifies, stores or answers anything.
"""
