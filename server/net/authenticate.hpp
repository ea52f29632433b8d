#pragma once

#include <boost/asio/awaitable.hpp>
#include <expected>
#include <optional>

#include "net/exchange.hpp"

/// Who sent a request: by `Authorization: Bearer` or, without that, by the browser's cookie. Another scheme in that header says
/// nothing here: it may be for a proxy in front.
namespace praktik::net {

/// True when the request says itself who asks; the access cookie is then not looked at.
bool usesBearer(const Request& request);

/// The person whose living sign-in the request's access token belongs to; empty for nobody. `try_again` when the
/// database could not be asked.
boost::asio::awaitable<app::Result<std::optional<app::Caller>>> authenticate(const Request& request,
                                                                             Services& services);

/// True when the request's access token is none of ours, whatever else it is; one that ran out is ours.
bool showsForgedToken(const Request& request, const Services& services);

/// Does the request come from one of our own pages, as far as that matters? A browser sends cookies along with requests
/// of any page, so whatever changes something by cookie must show our own `Origin`. Without cookies it may show none, unless
/// `Sec-Fetch-Site` tells that it is another page's: nobody signs somebody in from elsewhere. A Bearer needs none either, but
/// where cookies are looked at all the same (`looksAtCookies`).
///
/// `Host` is not asked: nothing here depends on it, health checks come by any name, and a name that was bound to this
/// machine by somebody else (DNS rebinding) brings its own `Origin` and none of our cookies.
bool hasTrustedOrigin(const Request& request, const Services& services, bool looksAtCookies);

}  // namespace praktik::net
