import Testing
import Usage

@Suite struct `A point in time` {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0),
    ("2026-11-26T06:52:16.123Z", 1_795_675_936_123),
    ("2026-11-26T06:52:16.1Z", 1_795_675_936_100),
    ("2024-02-29T23:59:59.999999Z", 1_709_251_199_999),
    ("1969-12-31T23:59:59.000Z", -1_000),
  ]) func `is read`(text: String, milliseconds: Int64) {
    #expect(Timestamp(text.utf8)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "2026-11-26", "2026-11-26T06:52:16", "2026-11-26T06:52:16+01:00", "2026-13-26T06:52:16Z",
    "2026-11-26T24:52:16Z", "2026-11-26T06:52:16.Z", "2026-11-26 06:52:16Z", "2026-11-2٣T06:52:16Z",
  ]) func `is nothing else`(text: String) {
    #expect(Timestamp(text.utf8) == nil)
  }

  @Test func `is written as it was read, for every day of 400 years`() {
    for day in Int64(-100_000)...46_097 {
      let time = Timestamp(milliseconds: day * 86_400_000 + 45_296_007)
      #expect(Timestamp(time.text.utf8) == time)
    }
    #expect(Timestamp(milliseconds: 1_795_675_936_123).text == "2026-11-26T06:52:16.123Z")
  }
}
