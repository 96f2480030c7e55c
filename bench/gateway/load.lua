-- The requests of wrk: `wrk -s load.lua URL -- METHOD [USER]`. At its end it prints one line of JSON.
function init(arguments)
  wrk.method = arguments[1]
  wrk.headers["authorization"] = "Bearer linq-emulator-key"
  wrk.headers["origin"] = "https://dashboard.example"
  wrk.headers["x-user"] = arguments[2]
  if wrk.method == "PATCH" then
    wrk.headers["content-type"] = "application/json"
    wrk.body = '{"first_name":"John"}'
  end
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format('{"requests":%d,"seconds":%f,"failed":%d,"p50":%f,"p99":%f}',
    summary.requests, summary.duration / 1e6, failed, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
