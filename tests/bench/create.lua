-- Raises cases: each request is a new one, with a key and a place of its own inside the demonstration district.
local count = 0
local thread = 0

function setup(t)
  t:set("id", thread)
  thread = thread + 1
end

function init()
  math.randomseed(os.time() + id * 7919)
end

function request()
  count = count + 1
  local key = string.format("%08x-%04x-4000-8000-%012x", math.random(0, 0x7fffffff), math.random(0, 0xffff), id * 2 ^ 32 + count)
  local body = string.format(
    '{"kind":"hazard","category":"street_light","text":"bench","place":{"source":"phone","datum":"wgs84","accuracy_m":12,"position":{"lat":%.6f,"lon":%.6f}}}',
    30.185 + math.random() * 0.01, 114.955 + math.random() * 0.01)
  return wrk.format("POST", "/api/v1/cases", { ["content-type"] = "application/json", ["idempotency-key"] = key }, body)
end

function done(summary, latency)
  io.write(string.format("RESULT %.0f %.2f %.2f %d\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
