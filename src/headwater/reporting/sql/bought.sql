-- what they ordered until now, by the {scale} since the opt-in; what they ordered before it stands in the first
SELECT
    actor, amount, paid > 0 AS is_paid, greatest(date_diff('{scale}', {then}, {moment}), 0) AS period,
    greatest(epoch_us(bill.created_at) - epoch_us(lead.at), 0) // 86400000000 AS days
FROM orders AS bill JOIN born AS lead ON lead.actor = bill.person_id
WHERE bill.created_at <= $now
