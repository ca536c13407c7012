-- load.lua — what wrk sends: the page of the address again and again; or after "--" a file and the name of the round: the intake form that
-- lies in it; or after "--" the word "--pages" and a file: its pages one after another.
-- The form: the Content-Type on the first line, then the body, in which @ONCE@ and @NUMBER@ become new with each request.
-- The pages: a path, a tab and a cookie on each line.

local threads = 0

function setup(thread)
	threads = threads + 1
	thread:set("number", threads)
end

local function read(path)
	local file = assert(io.open(path, "rb"))
	local kind = file:read("*l")
	local body = file:read("*a")

	file:close()
	return kind, body
end

local function pages(path)
	local sent, at = {}, number * 7

	for line in io.lines(path) do
		local page, cookie = line:match("^(.-)\t(.*)$")
		sent[#sent + 1] = wrk.format("GET", page, { Cookie = cookie, Host = wrk.headers["Host"] })
	end
	request = function()
		at = at + 1
		return sent[at % #sent + 1]
	end
end

function init(args)
	if not args[1] then
		return
	end
	if args[1] == "--pages" then
		return pages(args[2])
	end
	local run = args[2]
	local kind, body = read(args[1])
	local head, middle, tail = body:match("^(.-)@ONCE@(.-)@NUMBER@(.*)$")
	local sent = 0

	wrk.method = "POST"
	wrk.headers["Content-Type"] = kind
	request = function()
		sent = sent + 1
		local name = string.format("%s-%d-%d", run, number, sent)
		local once = string.format("%08x%08x%016x", tonumber(run:match("%d+")), number, sent)
		return wrk.format(nil, nil, nil, head .. once .. middle .. name .. tail)
	end
end

function done(summary, latency)
	local bad = summary.errors
	io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration, bad.status,
		bad.connect + bad.read + bad.write + bad.timeout, latency:percentile(50), latency:percentile(99)))
end
