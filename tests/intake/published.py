"""The bodies of the published examples, as a shell hands them to curl, and what they mean.

Between the single quotes of `-d '…'`, the quotes around 'active' end and begin the argument: a bare word arrives.
"""

from typing import Any

CONTACT_TAGS = [
    {"id": 3, "name": "New Lead", "date": "2018-10-02 16:15:00"},
    {"id": 45, "name": "2018 Holiday Special", "date": "2018-11-28 09:25:33"},
    {"id": 8, "name": "Platinum Customer", "date": "2018-11-28 09:28:42"},
]

PUBLISHED: list[tuple[str, str, dict[str, Any]]] = [
    (
        "contact",
        """{
           "contact_id": 249,
           "first_name": "Joey",
           "last_name": "Bloggs",
           "email": "joey@bloggs.com",
           "status": active,
           "date_created": "2018-10-02 16:15:00",
           "last_updated": "2018-11-28 09:28:42",
           "utm_source": "facebook",
           "utm_content": "holiday special",
           "utm_medium": "facebook",
           "utm_campaign": "holiday",
           "utm_term": "awesomeness",
           "referring_url": "reallycoolurl.com",
           "optin_url": "evencoolerurl.com",
           "ip_address": "8.8.8.8",
           "affiliate_id": "123",
           "geo_lat": "45.523064",
           "geo_lon": "-122.676483",
           "tags": [
             {
               "id": 3,
               "name": "New Lead",
               "date": "2018-10-02 16:15:00"
             },
             {
               "id": 45,
               "name": "2018 Holiday Special",
               "date": "2018-11-28 09:25:33"
             },
             {
               "id": 8,
               "name": "Platinum Customer",
               "date": "2018-11-28 09:28:42"
             }
           ],
           "custom_fields": {
                "shirt_size": "Medium",
                "Awesome Sauce": "Applesauce2",
                "field_to_remove": null
           }
         }""",
        {
            "contact_id": 249,
            "first_name": "Joey",
            "last_name": "Bloggs",
            "email": "joey@bloggs.com",
            "status": "active",
            "date_created": "2018-10-02 16:15:00",
            "last_updated": "2018-11-28 09:28:42",
            "utm_source": "facebook",
            "utm_content": "holiday special",
            "utm_medium": "facebook",
            "utm_campaign": "holiday",
            "utm_term": "awesomeness",
            "referring_url": "reallycoolurl.com",
            "optin_url": "evencoolerurl.com",
            "ip_address": "8.8.8.8",
            "affiliate_id": "123",
            "geo_lat": "45.523064",
            "geo_lon": "-122.676483",
            "tags": CONTACT_TAGS,
            "custom_fields": {"shirt_size": "Medium", "Awesome Sauce": "Applesauce2", "field_to_remove": None},
        },
    ),
    (
        "tags by id",
        '{\n           "contact_id": 249,\n           "tags": [ 3, 45, 8 ]\n         }',
        {"contact_id": 249, "tags": [3, 45, 8]},
    ),
    (
        "tags by name",
        """{
           "contact_id": 249,
           "tags": [
               "New Lead",
               "2018 Holiday Special",
               "Platinum Customer"
           ]
         }""",
        {"contact_id": 249, "tags": ["New Lead", "2018 Holiday Special", "Platinum Customer"]},
    ),
    (
        "tags as objects",
        """{
           "contact_id": 249,
           "tags": [
             {
               "id": 3,
               "name": "New Lead",
               "date": "2018-10-02 16:15:00"
             },
             {
               "id": 45,
               "name": "2018 Holiday Special",
               "date": "2018-11-28 09:25:33"
             }
           ]
         }""",
        {"contact_id": 249, "tags": CONTACT_TAGS[:2]},
    ),
    (
        "tags to remove",
        """{
           "contact_id": 249,
           "tags": [
             {
               "id": 3,
               "name": "New Lead"
             },
             {
               "id": 45,
               "name": "2018 Holiday Special"
             }
           ]
         }""",
        {"contact_id": 249, "tags": [{"id": 3, "name": "New Lead"}, {"id": 45, "name": "2018 Holiday Special"}]},
    ),
    (
        "invoice",
        """{
           "contact_id": 4,
           "id": 234115,
           "amount": 4500,
           "paid": 4500,
           "is_refunded": 0,
           "date_created": "2018-10-03 11:14:32",
           "items": [
             {
               "name": "Round Tuit",
               "product_id": 1556402307145,
               "amount": 4000,
               "total_paid": 4000
             },
             {
               "name": "Uber Trinket",
               "product_id": 82638,
               "amount": 500,
               "total_paid": 500
             }
           ]
         }""",
        {
            "contact_id": 4,
            "id": 234115,
            "amount": 4500,
            "paid": 4500,
            "is_refunded": 0,
            "date_created": "2018-10-03 11:14:32",
            "items": [
                {"name": "Round Tuit", "product_id": 1556402307145, "amount": 4000, "total_paid": 4000},
                {"name": "Uber Trinket", "product_id": 82638, "amount": 500, "total_paid": 500},
            ],
        },
    ),
    (
        "subscription",
        """{
           "email": "mwiegand@gmail.com",
           "id": 234115,
           "amount": 4500,
           "product_id": 108,
           "start_date": "2019-12-03 11:14:32",
           "last_bill_date": "2019-12-03 11:14:32",
           "billing_cycle": "month",
           "frequency": 1
         }""",
        {
            "email": "mwiegand@gmail.com",
            "id": 234115,
            "amount": 4500,
            "product_id": 108,
            "start_date": "2019-12-03 11:14:32",
            "last_bill_date": "2019-12-03 11:14:32",
            "billing_cycle": "month",
            "frequency": 1,
        },
    ),
    (
        "ad performance",
        """{
           "ad": 5489788855,
           "adcampaign": {             
              "id": 123456789,
              "name": "My Amazing Ad Campaign",
           },
           "adset": {             
              "id": 5678910,
              "name": "My Amazing Ad Set",
              "adcampaign": 123456789,
           },           
           "spend": 4500,
           "clicks": 7844,
           "impressions": 15487,
           "date": "2018-10-03",           
         }""",  # noqa: W291 - as published
        {
            "ad": 5489788855,
            "adcampaign": {"id": 123456789, "name": "My Amazing Ad Campaign"},
            "adset": {"id": 5678910, "name": "My Amazing Ad Set", "adcampaign": 123456789},
            "spend": 4500,
            "clicks": 7844,
            "impressions": 15487,
            "date": "2018-10-03",
        },
    ),
]
