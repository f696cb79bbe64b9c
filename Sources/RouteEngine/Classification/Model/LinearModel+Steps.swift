extension LinearModel {
  /// What features add to each outcome, in sixtieths of a step of its weights.
  ///
  /// Whole numbers, so that a sum is the same in whatever order it is taken. A feature shares its steps
  /// among its words, five at most, and sixty can be shared among each number of them.
  struct Steps: Sendable {
    /// Two outcomes in each, 32 bits for one: far more than the longest text fills.
    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0
    /// How many sixtieths there were, since characters stand for numbers from 0.
    private var count: UInt64 = 0

    init() {}

    /// A share of a feature with these weights.
    @inline(__always)
    init(_ weights: UInt64, share: UInt64) {
      first = Self.spread(weights >> 16) &* share
      second = Self.spread(weights >> 32) &* share
      third = Self.spread(weights >> 48) &* share
      count = share
    }

    /// A share of the weights that were added up.
    @inline(__always)
    init(_ sum: WeightSum, share: UInt64) {
      first = Self.pair(sum.even, sum.odd) &* share
      second = Self.pair(sum.even >> 16, sum.odd >> 16) &* share
      third = Self.pair(sum.even >> 32, sum.odd >> 32) &* share
      count = sum.count &* share
    }

    @inline(__always)
    private static func pair(_ even: UInt64, _ odd: UInt64) -> UInt64 {
      (even & 0xFFFF) | (odd & 0xFFFF) << 32
    }

    /// Two bytes as the numbers of one pair.
    @inline(__always)
    private static func spread(_ weights: UInt64) -> UInt64 {
      (weights & 0xFF) | (weights & 0xFF00) << 24
    }

    @inline(__always)
    static func &+= (left: inout Steps, right: Steps) {
      left.first &+= right.first
      left.second &+= right.second
      left.third &+= right.third
      left.count &+= right.count
    }

    /// With the middle as 0.
    var scores: Scores {
      let zero = Double(count) * Double(ModelCharacter.middle)
      return Scores(
        Double(first & 0xFFFF_FFFF) - zero,
        Double(first >> 32) - zero,
        Double(second & 0xFFFF_FFFF) - zero,
        Double(second >> 32) - zero,
        Double(third & 0xFFFF_FFFF) - zero,
        Double(third >> 32) - zero,
        0,
        0
      )
    }
  }

  /// The weights of a few features with the same words, added up.
  ///
  /// Sixteen bits for each outcome: hundreds of features fit, and ten runs of characters at most
  /// begin before a word and end in it.
  struct WeightSum: Sendable {
    fileprivate(set) var even: UInt64 = 0
    fileprivate(set) var odd: UInt64 = 0
    fileprivate(set) var count: UInt64 = 0

    @inline(__always)
    mutating func add(_ weights: UInt64) {
      even &+= weights >> 16 & 0x00FF_00FF_00FF
      odd &+= weights >> 24 & 0x00FF_00FF_00FF
      count &+= 1
    }
  }

  /// What the features of each kind add to one word.
  struct WordSteps: Sendable {
    var words = Steps()
    var characters = Steps()
  }
}
