#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// Every bound on what comes from outside or grows, in one place. A bound without a test that crosses it is a wish.
namespace praktik::limits {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// HTTP
inline constexpr std::size_t bodyBytes = 64U * 1024U;
inline constexpr std::uint32_t headerBytes = 16U * 1024U;
inline constexpr std::ptrdiff_t headerCount = 100;
inline constexpr std::size_t targetBytes = 8U * 1024U;
inline constexpr std::size_t forwardedBytes = 1024;
inline constexpr seconds requestTime{10};
inline constexpr milliseconds cancelledAgainEvery{100};
inline constexpr seconds idleTime{60};
inline constexpr std::size_t connectionsDefault = 16'000;
inline constexpr std::size_t connectionsLeast = 16;
inline constexpr std::size_t connectionsMost = 1'000'000;
inline constexpr std::size_t connectionsRefused = 256;
inline constexpr std::size_t filesOfOurOwn = 320;
inline constexpr milliseconds acceptPause{100};
inline constexpr std::size_t jsonDepth = 16;
inline constexpr std::size_t unknownFieldsNamed = 32;
inline constexpr std::size_t lingerBytes = 8U * 1024U * 1024U;
inline constexpr seconds lingerTime{2};
inline constexpr std::size_t webBytes = 64U * 1024U * 1024U;

// Text fields, in Unicode code points
inline constexpr std::size_t emailChars = 254;
inline constexpr std::size_t nameChars = 100;
inline constexpr std::size_t passwordMinChars = 10;
inline constexpr std::size_t passwordMaxChars = 128;
inline constexpr std::size_t specialtyChars = 100;
inline constexpr std::size_t phoneChars = 32;
inline constexpr std::size_t noteChars = 280;
inline constexpr std::size_t reasonChars = 280;
inline constexpr std::size_t noticeChars = 140;
inline constexpr std::size_t consentVersionChars = 32;
inline constexpr std::size_t otpChars = 32;
inline constexpr std::size_t tokenChars = 4096;
inline constexpr std::size_t localeChars = 35;
inline constexpr std::size_t userAgentBytes = 256;

// Schedules
inline constexpr hours scheduleLength{24};
inline constexpr std::int64_t capacityMost = 1000;
inline constexpr days listRange{62};
inline constexpr days listBack{1};
inline constexpr days listAhead{14};
inline constexpr std::int64_t listRows = 500;
inline constexpr minutes reopenWithin{15};
inline constexpr hours lapseAfter{1};
inline constexpr hours abandonAfter{12};
inline constexpr hours finishedShown{24};
inline constexpr std::int64_t placesLeft = 100;
inline constexpr hours placesLeftWindow{1};

// Calls
inline constexpr seconds ringLeast{15};
inline constexpr seconds ringMost{90};
inline constexpr seconds ringDefault{30};
inline constexpr seconds graceDefault{60};
inline constexpr seconds joinDefault{120};
inline constexpr hours iceCredentials{4};
inline constexpr seconds iceTest{60};
inline constexpr int iceTestsPerUser = 5;
inline constexpr hours iceTestWindow{1};
inline constexpr std::size_t turnSecretBytes = 1024;
inline constexpr seconds relayPatience{5};
inline constexpr seconds relayStopTime{1};
inline constexpr minutes qualityReportedWithin{15};
inline constexpr seconds qualityLengthMost = hours(24);
inline constexpr std::int64_t qualityFreezesMost = 1'000'000;
inline constexpr milliseconds qualityFrozenMost = hours(24);
inline constexpr std::int64_t qualityLossMostPermille = 1000;
inline constexpr milliseconds qualityRoundTripMost = minutes(1);
inline constexpr std::int64_t qualityReconnectsMost = 10'000;
inline constexpr std::int64_t callsOfEntry = 50;

// Sign-in
inline constexpr minutes accessToken{15};
inline constexpr days signIn{30};
inline constexpr std::int64_t signInDaysMost = 365;
inline constexpr minutes idleDoctorDefault{30};
inline constexpr minutes idlePatientDefault{720};
inline constexpr minutes idleMost = days(30);
inline constexpr seconds seenWrittenEvery{60};
inline constexpr seconds seenLookEvery{2};
inline constexpr std::size_t seenBatch = 512;
inline constexpr seconds rotationGrace{30};
inline constexpr std::int64_t refreshTokensUnused = 20;
inline constexpr std::size_t passwordThreads = 2;
inline constexpr std::size_t passwordsWaiting = 512;
inline constexpr std::size_t signInsPerUser = 50;
inline constexpr int signInAttemptsPerAccount = 10;
inline constexpr int signInAttemptsPerAddress = 60;
inline constexpr int signInAttemptsPerDevice = 10;
inline constexpr int registrationsPerAddress = 600;
inline constexpr minutes signInWindow{5};
inline constexpr int signInAttemptsOfStrangers = 30;
inline constexpr minutes signInStrangersWindow{60};
inline constexpr int codeAttemptsOfStrangers = 10;
inline constexpr minutes codeWindow{60};
inline constexpr int passwordChecksPerUser = 10;
inline constexpr minutes passwordCheckWindow{5};
inline constexpr std::size_t recoveryCodes = 10;
inline constexpr days networkTrusted{7};
inline constexpr std::int64_t signInsRemembered = 1000;
inline constexpr days deviceTrusted{180};
inline constexpr std::size_t deviceMarks = 5;
inline constexpr std::size_t deviceMarkChars = 96;
inline constexpr std::size_t throttleKeys = 50'000;

// What is kept on people
inline constexpr std::size_t consentTextBytes = 64U * 1024U;
inline constexpr std::int64_t exportRows = 500;
inline constexpr int exportsPerUser = 3;
inline constexpr hours exportWindow{1};
inline constexpr std::int64_t retentionBatch = 500;
inline constexpr hours retentionEvery{1};
inline constexpr std::int64_t keepDaysMost = 36'500;

// Web Push
inline constexpr std::size_t subscriptionsPerUser = 10;
inline constexpr std::size_t endpointChars = 2048;
inline constexpr std::size_t pushKeyChars = 128;
inline constexpr std::size_t pushBodyBytes = 4096;
inline constexpr std::size_t pushesWaiting = 10'000;
inline constexpr std::size_t pushesAtOnce = 256;
inline constexpr std::size_t pushReplyBytes = 64U * 1024U;
inline constexpr seconds pushConnectTime{5};
inline constexpr seconds pushTime{10};
inline constexpr seconds pushDrainTime{1};
inline constexpr seconds pushRetryFirst{1};
inline constexpr seconds pushRetryMost{8};
inline constexpr seconds pushRetryAfterMost = hours(1);
inline constexpr milliseconds pushTroublePause{500};
inline constexpr hours ringOverKept{1};
inline constexpr seconds ringOverRetried{60};
inline constexpr seconds testKept{60};
inline constexpr minutes noticeKept{60};
inline constexpr minutes placeKept{10};
inline constexpr seconds newsRetried{60};
inline constexpr minutes receiptAfterRing{1};
inline constexpr int pushTestsPerUser = 10;
inline constexpr minutes pushTestWindow{5};

// The audit
inline constexpr std::int64_t auditBatch = 256;
inline constexpr std::int64_t auditPage = 50;
inline constexpr std::int64_t auditPageMost = 200;
inline constexpr milliseconds auditSealedWithin{1000};
inline constexpr minutes auditHeadEvery{1};
/// Between the times of a row and of the one sealed before it, where the later one is the earlier.
inline constexpr minutes auditTimesDiffer{5};
inline constexpr std::int64_t refusalsInFull = 5;
/// People whose first refusal by one source in a minute is told whatever that source tried before.
inline constexpr std::size_t refusalOwners = 16;
inline constexpr std::size_t refusalSources = 256;

// The socket
inline constexpr std::size_t messageBytes = 64U * 1024U;
inline constexpr std::size_t signalBytes = 64U * 1024U;
inline constexpr std::size_t signalsWaiting = 256;
inline constexpr std::size_t topicsPerConnection = 32;
inline constexpr std::size_t connectionsPerUser = 20;
inline constexpr std::size_t outgoingBytes = 256U * 1024U;
inline constexpr std::size_t outgoingMostBytes = 2U * 1024U * 1024U;
inline constexpr int socketBufferBytes = 128 * 1024;
inline constexpr seconds slowReaderTime{10};
inline constexpr seconds closeTime{3};
inline constexpr seconds sweepEvery{1};
inline constexpr int messagesPerWindow = 400;
inline constexpr std::uint64_t framesPerWindow = 1'000;
inline constexpr seconds messageWindow{10};
inline constexpr int garbagePerMinute = 10;
inline constexpr seconds heartbeat{20};
inline constexpr seconds heartbeatSilence{50};
inline constexpr seconds doctorAbsentAfter{10};
inline constexpr std::size_t absentKept = 1024;
inline constexpr seconds waitingEvery{1};
inline constexpr milliseconds alarmsLookedAtEvery{500};
inline constexpr milliseconds seatRecordedAgainAfter{200};
inline constexpr std::size_t broadcastSlice = 512;

// The store
inline constexpr std::size_t commandsPerCommit = 256;
inline constexpr std::size_t commandsWaiting = 20'000;
inline constexpr std::size_t readsWaiting = 50'000;
inline constexpr std::int64_t dueBatch = 200;
inline constexpr milliseconds outsideChangeEvery{250};
inline constexpr seconds troubleLookedAtEvery{1};
inline constexpr std::size_t roomWanted = 1024U * 1024U;
inline constexpr std::uintmax_t logBytes = 64U * 1024U * 1024U;
inline constexpr std::uintmax_t logBytesKept = 16U * 1024U * 1024U;
inline constexpr seconds logLookedAtEvery{2};
inline constexpr std::size_t copiesBeforeMigration = 2;
inline constexpr seconds drainTime{10};

}  // namespace praktik::limits
