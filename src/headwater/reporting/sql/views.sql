-- what was viewed, and the way by which the visitor came
SELECT
    view.id, view.visitor_id, view.at, view.type, view.starts_session, view.host, view.path, view.url, view.referrer, view.title,
    view.country, view.region, view.city, view.ip, view.device, view.os, view.browser, view.props,
    origin.channel, origin.utm_source, origin.utm_medium, origin.utm_campaign, origin.utm_term, origin.utm_content,
    origin.ad_id
FROM (
{runs}
) AS view
LEFT JOIN origins AS origin USING (origin_id)
