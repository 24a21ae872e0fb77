-- Browsers, or a server, that send several page views in one call. Arguments: account, hits in a call.
local count = 0
local account, each, start

function init(args)
  account, each, start = args[1], tonumber(args[2]), os.time()
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "text/plain"
  wrk.headers["User-Agent"] =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
end

function request()
  local hits = {}
  for place = 1, each do
    count = count + 1
    -- No two are the same: who, when and where tells them apart, and the clock of these browsers is a little wrong.
    hits[place] = '{"a":"' .. account .. '","uid":"visitor-' .. (count % 1000) .. '","url":"https://shop.example/page-'
      .. (count % 5) .. '?utm_source=google&utm_medium=cpc&utm_campaign=spring&r=' .. start
      .. '","ref":"https://www.google.com/","title":"A page","t":' .. (start * 1000 + count)
      .. ',"s":' .. (start * 1000 + count + 20) .. '}'
  end
  local body = each == 1 and hits[1] or "[" .. table.concat(hits, ",") .. "]"
  return wrk.format(nil, "/hit", nil, body)
end
