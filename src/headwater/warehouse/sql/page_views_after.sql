-- Page views with what is known of their origin, in the order in which they came: the next so many after a number.
SELECT p.id, p.visitor_id, epoch_us(p."at") AS "at", p.type, p.starts_session, p.url, p.referrer, p.title, p.props,
       p.country, p.region, p.city, p.ip, p.device, p.os, p.browser,
       o.referrer_host, o.utm_source, o.utm_medium, o.utm_campaign, o.utm_content, o.utm_term, o.click_id, o.ad_id
FROM page_views p LEFT JOIN origins o USING (origin_id)
WHERE p.id > $after
ORDER BY p.id
LIMIT $size
