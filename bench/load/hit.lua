-- Browsers that send page views: a thousand visitors, five pages. Arguments: account.
local count = 0
local account

function init(args)
  account = args[1]
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "text/plain"
  wrk.headers["User-Agent"] =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
end

function request()
  count = count + 1
  local body = '{"a":"' .. account .. '","uid":"visitor-' .. (count % 1000) .. '","url":"https://shop.example/page-'
    .. (count % 5) .. '?utm_source=google&utm_medium=cpc&utm_campaign=spring","ref":"https://www.google.com/",'
    .. '"title":"A page"}'
  return wrk.format(nil, "/hit", nil, body)
end
