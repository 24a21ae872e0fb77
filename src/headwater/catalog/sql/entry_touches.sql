-- the last touch of all visitors of those who entered, up to entry, by time and then by arrival; of a person without a
-- tracked one, the earliest contact that was imported with an origin until then
SELECT
    actor, coalesce(tracked.touch_id, imported.touch_id) AS touch_id,
    coalesce(tracked.origin_id, imported.origin_id) AS origin_id
FROM entered LEFT JOIN (
    SELECT
        actor, arg_max(touch.id, epoch_us(touch.at)::HUGEINT * 18446744073709551616 + touch.id) AS touch_id,
        arg_max(origin_id, epoch_us(touch.at)::HUGEINT * 18446744073709551616 + touch.id) AS origin_id
    FROM (
        SELECT actor, "at", visitor_id, since, until FROM entered JOIN visitors ON person_id = actor
        UNION ALL
        SELECT actor, "at", -actor, NULL, NULL FROM entered WHERE actor < 0
    ) AS browser
    JOIN touches AS touch USING (visitor_id)
    WHERE touch.at <= browser.at AND (since IS NULL OR (touch.at >= since AND touch.at < until))
    GROUP BY actor
) AS tracked USING (actor)
LEFT JOIN (
    SELECT
        actor, arg_min(contact.id, (created_at, contact.id)) AS touch_id,
        arg_min(origin_id, (created_at, contact.id)) AS origin_id
    FROM entered JOIN contacts AS contact ON contact.person_id = actor AND created_at <= entered.at
    WHERE origin_id IS NOT NULL
    GROUP BY actor
) AS imported USING (actor)
