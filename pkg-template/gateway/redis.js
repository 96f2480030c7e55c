// @ts-check
// Budgets in Redis: for many processes.

/**
 * What window.js says, where Redis runs it: nothing else runs meanwhile, and there is one clock for all. A key holds the
 * moments when its places are free again, the soonest first. `ARGV` has a limit and a window for each of the `KEYS`; the
 * answer is whether it was granted, then what is used and the reset of each.
 */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local granted = 1
for index, key in ipairs(KEYS) do
  local limit, latest = tonumber(ARGV[2 * index - 1]), now + ARGV[2 * index]
  while tonumber(redis.call('LINDEX', key, 0) or math.huge) <= now do redis.call('LPOP', key) end
  local last = -1
  while tonumber(redis.call('LINDEX', key, last) or 0) > latest do
    redis.call('LSET', key, last, latest)
    redis.call('PEXPIREAT', key, latest)
    last = last - 1
  end
  if redis.call('LLEN', key) >= limit then granted = 0 end
end
local answer = { granted }
for index, key in ipairs(KEYS) do
  if granted == 1 then
    local latest = now + ARGV[2 * index]
    redis.call('RPUSH', key, latest)
    redis.call('PEXPIREAT', key, latest)
  end
  table.insert(answer, redis.call('LLEN', key))
  table.insert(answer, (redis.call('LINDEX', key, 0) or now) - now)
end
return answer`;

/**
 * @param {(...command: [string, ...string[]]) => Promise<unknown>} send
 * @param {{ prefix?: string }} [options]
 * @returns {import('./index.js').Store}
 */
export function redisStore(send, { prefix = 'linq-contact-card:' } = {}) {
  return {
    async reserve(places) {
      const keys = places.map(({ key }) => prefix + key);
      const rules = places.flatMap(({ limit, window }) => [String(limit), String(window)]);
      return read(await send('EVAL', script, String(places.length), ...keys, ...rules), places.length);
    },
  };
}

/**
 * What isn't the script's answer must not pass for a reservation.
 * @param {any} answer
 * @param {number} count of places
 */
function read(answer, count) {
  const isWhole =
    Array.isArray(answer) &&
    answer.length === 1 + 2 * count &&
    answer[0] <= 1 &&
    answer.every((number) => Number.isSafeInteger(number) && number >= 0);
  if (!isWhole) throw new TypeError("Redis gave something else than the script's answer");
  const [granted, ...numbers] = answer;
  const places = Array.from({ length: count }, (_, index) => ({
    used: numbers[2 * index],
    reset: numbers[2 * index + 1],
  }));
  return { granted: granted === 1, places };
}
