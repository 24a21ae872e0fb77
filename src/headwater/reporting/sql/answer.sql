SELECT {columns}
FROM figures{where}{qualify}
ORDER BY {order}
