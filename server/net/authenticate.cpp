#include "net/authenticate.hpp"

#include "app/accounts.hpp"
#include "base/limits.hpp"
#include "net/bridge.hpp"

namespace praktik::net {
namespace {

namespace asio = boost::asio;

constexpr std::string_view bearer = "Bearer ";

std::optional<std::string_view> bearerOf(const Request& request) {
  const auto header = request.header("Authorization");
  if (!header || !equalsWithoutCase(header->substr(0, bearer.size()), bearer)) return std::nullopt;
  return header->substr(bearer.size());
}

std::optional<std::string_view> tokenOf(const Request& request, const Services& services) {
  const auto given = bearerOf(request);
  return given ? given : services.cookies.access(request);
}

/// What a browser says where it sends no Origin (Fetch Metadata): a page of another site, or of a neighbour of our host. Of
/// what people type or keep as a bookmark it says `none`; programs that are no browsers say nothing.
bool isFromElsewhere(const Request& request) {
  const std::string_view site = request.header("Sec-Fetch-Site").value_or("");
  return site == "cross-site" || site == "same-site";
}

bool changesSomething(Verb verb) { return verb != Verb::get && verb != Verb::head; }

}  // namespace

bool usesBearer(const Request& request) { return bearerOf(request).has_value(); }

app::Origin originOf(const Request& request) {
  app::Origin origin;
  origin.requestId = request.id;
  if (!request.address.empty()) origin.address = request.address;
  if (const auto agent = request.header("User-Agent")) origin.userAgent = agent->substr(0, limits::userAgentBytes);
  return origin;
}

asio::awaitable<app::Result<std::optional<app::Caller>>> authenticate(const Request& request, Services& services) {
  using Found = app::Result<std::optional<app::Caller>>;
  const auto token = tokenOf(request, services);
  const auto claims = token ? services.tokens.check(*token, services.engine.now()) : std::nullopt;
  if (!claims) co_return Found(std::nullopt);
  std::optional<app::Caller> caller;
  const bool asked = co_await onReader(
      services.engine, [&](const app::Reading& reading) { caller = app::findCaller(reading, claims->signIn); });
  if (!asked) co_return std::unexpected(Refusal::try_again);
  if (caller && caller->user != claims->user) caller.reset();
  if (caller) {
    caller->origin = originOf(request);
    services.engine.seen().note(caller->signIn, services.engine.now());
  }
  co_return Found(std::move(caller));
}

bool showsForgedToken(const Request& request, const Services& services) {
  const auto token = tokenOf(request, services);
  return token && !services.tokens.isGenuine(*token);
}

bool hasTrustedOrigin(const Request& request, const Services& services, bool looksAtCookies) {
  const bool hasCookies = services.cookies.access(request) || services.cookies.refresh(request);
  const bool isByBearer = usesBearer(request) && !(looksAtCookies && hasCookies);
  if (!changesSomething(request.verb) || isByBearer) return true;
  const auto origin = request.header("Origin");
  if (origin) return services.origins.contains(*origin);
  return !hasCookies && !isFromElsewhere(request);
}

}  // namespace praktik::net
