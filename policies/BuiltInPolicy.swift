/// The policy that is compiled in.
package enum BuiltInPolicy {
  /// What diagnostics and explanations call it.
  package static let name = "built-in"

  /// The text of `built-in.yaml`, UTF-8.
  package static var bytes: [UInt8] { PackageResources.built_in_yaml }

  /// What the policy loader made of that text, so that it need not be read at every start.
  package static var preparedBytes: [UInt8] { PackageResources.built_in_prepared }

  /// The text of `prices.yaml`, UTF-8: list prices of models.
  package static var priceBytes: [UInt8] { PackageResources.prices_yaml }

  /// The same, prepared.
  package static var preparedPriceBytes: [UInt8] { PackageResources.prices_prepared }

  /// The text of `presets/presets.yaml`, UTF-8: recipes by name for a backend's `preset`.
  package static var presetBytes: [UInt8] { PackageResources.presets_yaml }
}
