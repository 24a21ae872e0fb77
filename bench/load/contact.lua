-- A client that posts one new contact after another. Arguments: path, key, a word that makes ids of this run its own.
local count = 0
local path, key, run

function init(args)
  path, key, run = args[1], args[2], args[3]
  wrk.method = "POST"
  wrk.headers["Authorization"] = key
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  count = count + 1
  local name = run .. "-" .. count
  local body = '{"contact_id":"' .. name .. '","email":"' .. name .. '@mail.example","first_name":"Joey",'
    .. '"last_name":"Bloggs","status":"active","date_created":"2026-03-01 10:00:00","utm_source":"newsletter",'
    .. '"tags":[{"id":3,"name":"New Lead"}],"custom_fields":{"shirt_size":"Medium"}}'
  return wrk.format(nil, path, nil, body)
end
