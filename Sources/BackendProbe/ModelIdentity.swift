internal import Diagnostics
internal import RouteEngine

/// Whether the model that answered is the one that was asked, as far as names tell.
///
/// Ids of one model differ between platforms: in letter case, dots and hyphens, the order of family
/// and number, a date, a vendor in front, Bedrock's `-v1:0`. A gateway's own names tell nothing.
struct ModelIdentity {
  let verdict: (Backend.TraitGrade, String)

  init(of answered: String, asked: String) {
    guard answered != asked else {
      verdict = (.good, answered.oneLine)
      return
    }
    let words = "asked \(asked.oneLine), answered as \(answered.oneLine)"
    let (askedParts, answeredParts) = (Self.parts(of: asked), Self.parts(of: answered))
    let (askedFamily, answeredFamily) = (Self.family(in: asked), Self.family(in: answered))
    guard !askedParts.isEmpty else {
      let isOther =
        askedFamily != answeredFamily && askedFamily != nil && answeredFamily != nil
      verdict =
        isOther
        ? (.broken, "another model: \(words)")
        : (.unknown, "\(words): whether that is the same, the names do not say")
      return
    }
    let isSame =
      askedParts == answeredParts
      || askedParts.contains("latest") && !answeredParts.isEmpty && askedFamily == answeredFamily
    verdict = isSame ? (.good, words) : (.broken, "another model: \(words)")
  }

  /// `claude`, its family and numbers, without dates and versions; empty for any other model.
  private static func parts(of id: String) -> [String] {
    let name = PriceList.bareName(of: id.lowercased())
    guard name.hasPrefix("claude-") else { return [] }
    let parts = name.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    let numbers = parts.filter { $0.count < 8 && $0.allSatisfy(\.isNumber) }
    let words = parts.filter { part in
      part.first?.isNumber == false
        && !(part.first == "v" && part.dropFirst().allSatisfy(\.isNumber))
    }
    return words.sorted() + numbers
  }

  private static func family(in id: String) -> String? {
    let id = id.lowercased()
    return Backend.familySlots.first { id.containsBytes(of: $0) }
  }
}
