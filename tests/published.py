"""The published curl examples as they are printed, in our own transcription, and what their bodies mean.

In print some line continuations are missing, and some JSON is not valid. `tests.shell` runs them.
"""

from collections.abc import Mapping
from typing import Any, Final

EXAMPLES: Final[Mapping[str, str]] = {
    "contact": """
curl -X POST https://import.segmetrics.io/api/v1/<account_id>/<integration_id>/contact
     -H 'Authorization: YOUR_API_KEY'
     -H 'Content-Type: application/json'
     -d '{
           "contact_id": 249,
           "first_name": "Joey",
           "last_name": "Bloggs",
           "email": "joey@bloggs.com",
           "status": 'active',
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
         }'""",
    "contact deletion": """
curl -X DELETE https://import.segmetrics.io/api/v1/<account_id>/<integration_id>/contact/<contact_id_or_email>
     -H 'Authorization: YOUR_API_KEY'""",
    "tags to add, by id": """
curl -X POST https://import.segmetrics.io/api/v1/<account_id>/<integration_id>/tags/add \\
     -H 'Authorization: YOUR_API_KEY' \\
     -H 'Content-Type: application/json' \\
     -d '{
           "contact_id": 249,
           "tags": [ 3, 45, 8 ]
         }'""",
    "tags to add, by name": """
curl -X POST https://import.segmetrics.io/api/v1/<account_id>/<integration_id>/tags/add \\
     -H 'Authorization: YOUR_API_KEY' \\
     -H 'Content-Type: application/json' \\
     -d '{
           "contact_id": 249,
           "tags": [
               "New Lead",
               "2018 Holiday Special",
               "Platinum Customer"
           ]
         }'""",
    "tags to add, as objects": """
curl -X POST https://import.segmetrics.io/api/v1/<account_id>/<integration_id>/tags/add \\
     -H 'Authorization: YOUR_API_KEY' \\
     -H 'Content-Type: application/json' \\
     -d '{
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
         }'""",
    "tags to remove, by id": """
curl -X POST https://import.segmetrics.io/api/v1/<account_id>/<integration_id>/tags/remove \\
     -H 'Authorization: YOUR_API_KEY' \\
     -H 'Content-Type: application/json' \\
     -d '{
           "contact_id": 249,
           "tags": [ 3, 45, 8 ]
         }'""",
    "tags to remove, by name": """
curl -X POST https://import.segmetrics.io/api/v1/<account_id>/<integration_id>/tags/remove \\
     -H 'Authorization: YOUR_API_KEY' \\
     -H 'Content-Type: application/json' \\
     -d '{
           "contact_id": 249,
           "tags": [
               "New Lead",
               "2018 Holiday Special",
               "Platinum Customer"
           ]
         }'""",
    "tags to remove, as objects": """
curl -X POST https://import.segmetrics.io/api/v1/<account_id>/<integration_id>/tags/remove \\
     -H 'Authorization: YOUR_API_KEY' \\
     -H 'Content-Type: application/json' \\
     -d '{
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
         }'""",
    "invoice": """
curl -X POST https://import.segmetrics.io/api/v1/<account_id>/<integration_id>/invoice
     -H 'Authorization: YOUR_API_KEY'
     -H 'Content-Type: application/json'
     -d '{
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
         }'""",
    "invoice deletion": """
curl -X DELETE https://import.segmetrics.io/api/v1/<account_id>/<integration_id>/invoice/<id>
     -H 'Authorization: YOUR_API_KEY'""",
    "subscription": """
curl -X POST https://import.segmetrics.io/api/v1/<account_id>/<integration_id>/subscription
     -H 'Authorization: YOUR_API_KEY'
     -H 'Content-Type: application/json'
     -d '{
           "email": "mwiegand@gmail.com",
           "id": 234115,
           "amount": 4500,
           "product_id": 108,
           "start_date": "2019-12-03 11:14:32",
           "last_bill_date": "2019-12-03 11:14:32",
           "billing_cycle": "month",
           "frequency": 1
         }'""",
    "subscription deletion": """
curl -X DELETE https://import.segmetrics.io/api/v1/<account_id>/<integration_id>/subscription/<id>
     -H 'Authorization: YOUR_API_KEY'""",
    # In print, the example of products is one of tags.
    "product": """
curl -X POST https://import.segmetrics.io/api/v1/<account_id>/<integration_id>/tags/add \\
     -H 'Authorization: YOUR_API_KEY' \\
     -H 'Content-Type: application/json' \\
     -d '{
           "contact_id": 249,
           "tags": [ 3, 45, 8 ]
         }'""",
    "ad performance": """
curl -X POST https://import.segmetrics.io/api/v1/<account_id>/<integration_id>/ad/performance
     -H 'Authorization: YOUR_API_KEY'
     -H 'Content-Type: application/json'
     -d '{
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
         }'""",  # noqa: W291 - as printed
    "identify": """
curl -X GET -G https://track.segmetrics.io/identify     
     -d account_id=YOUR_ACCOUNT_ID
     -d seg_uid=SESSION_UID
     -d email=john@example.com     """,  # noqa: W291 - as printed
    "report": """
curl -X GET https://api.segmetrics.io/<account_id>/report/<report_type>/<report_id>            
     -H 'Authorization: YOUR_API_KEY'
     -H 'Content-Type: application/json'
     -d start=2020-01-01 \\
     -d end=2020-11-24 \\
     -d scale=day \\""",  # noqa: W291 - as printed
}

MEANT: Final[Mapping[str, Mapping[str, Any]]] = {
    "contact": {
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
        "tags": [
            {"id": 3, "name": "New Lead", "date": "2018-10-02 16:15:00"},
            {"id": 45, "name": "2018 Holiday Special", "date": "2018-11-28 09:25:33"},
            {"id": 8, "name": "Platinum Customer", "date": "2018-11-28 09:28:42"},
        ],
        "custom_fields": {"shirt_size": "Medium", "Awesome Sauce": "Applesauce2", "field_to_remove": None},
    },
    "tags to add, by id": {"contact_id": 249, "tags": [3, 45, 8]},
    "tags to add, by name": {"contact_id": 249, "tags": ["New Lead", "2018 Holiday Special", "Platinum Customer"]},
    "tags to add, as objects": {
        "contact_id": 249,
        "tags": [
            {"id": 3, "name": "New Lead", "date": "2018-10-02 16:15:00"},
            {"id": 45, "name": "2018 Holiday Special", "date": "2018-11-28 09:25:33"},
        ],
    },
    "tags to remove, as objects": {
        "contact_id": 249,
        "tags": [{"id": 3, "name": "New Lead"}, {"id": 45, "name": "2018 Holiday Special"}],
    },
    "invoice": {
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
    "subscription": {
        "email": "mwiegand@gmail.com",
        "id": 234115,
        "amount": 4500,
        "product_id": 108,
        "start_date": "2019-12-03 11:14:32",
        "last_bill_date": "2019-12-03 11:14:32",
        "billing_cycle": "month",
        "frequency": 1,
    },
    "ad performance": {
        "ad": 5489788855,
        "adcampaign": {"id": 123456789, "name": "My Amazing Ad Campaign"},
        "adset": {"id": 5678910, "name": "My Amazing Ad Set", "adcampaign": 123456789},
        "spend": 4500,
        "clicks": 7844,
        "impressions": 15487,
        "date": "2018-10-03",
    },
    "tags to remove, by id": {"contact_id": 249, "tags": [3, 45, 8]},
    "tags to remove, by name": {"contact_id": 249, "tags": ["New Lead", "2018 Holiday Special", "Platinum Customer"]},
    "product": {"contact_id": 249, "tags": [3, 45, 8]},
}
"""What the bodies mean."""
