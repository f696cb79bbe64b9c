internal import Diagnostics
package import RouteEngine
internal import YAMLTree

extension PriceList {
  /// The prices of a file such as `policies/prices.yaml`; what cannot be read in it is left out.
  ///
  /// `prepared` is what `PreparedPrices` wrote of it; empty for none.
  package init(shipped bytes: [UInt8], prepared: [UInt8] = []) {
    if let prices = PreparedPrices.list(prepared, of: bytes) {
      self = prices
      return
    }
    let file = "prices"
    var reader = LayerReader(layer: .builtIn, file: file, presets: PresetBook([]))
    var draft = PricesDraft()
    let document = YAMLDocument(parsing: bytes, file: file, budget: .user)
    if let prices = document.root?.entries?["prices"]?.value {
      draft = reader.prices(prices)
    }
    self.init(draft.entries, retirements: draft.retirements, date: draft.date)
  }

  /// These, and over them what policies say.
  func overridden(by drafts: [PricesDraft]) -> PriceList {
    PriceList(
      drafts.flatMap(\.entries) + all,
      retirements: drafts.reversed().reduce(retirements) { known, draft in
        known.merging(draft.retirements) { $1 }
      },
      date: date
    )
  }
}
