SELECT *
FROM figures{qualify}
ORDER BY {order}
