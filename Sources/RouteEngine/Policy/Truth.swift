/// Three-valued truth after Kleene: `false < unknown < true`.
package enum Truth: Int, Hashable, Sendable, Comparable {
  case `false`
  case unknown
  case `true`

  package init(_ value: Bool) {
    self = value ? .true : .false
  }

  package static func < (left: Truth, right: Truth) -> Bool {
    left.rawValue < right.rawValue
  }

  /// `not unknown` stays unknown.
  package static prefix func ! (value: Truth) -> Truth {
    switch value {
    case .true: .false
    case .unknown: .unknown
    case .false: .true
    }
  }
}
