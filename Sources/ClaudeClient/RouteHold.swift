/// Whether a launch would hold against the settings files as they are now.
package enum RouteHold: Hashable, Sendable {
  /// It holds; a launch cancels these keys, in the order of the files.
  ///
  /// Enforced: the organisation's settings say what the route says.
  case holds(isEnforced: Bool, cancelled: [SettingsFinding])
  /// A launch is refused: the organisation's settings send the session elsewhere.
  case overruled(SettingsFinding)
  /// A launch is refused: the user's own value may be a secret, so this one cannot be overridden.
  case withheld(SettingsFinding)
  /// A file could not be understood; one sentence.
  case unknown(reason: String)

  /// `warnings` name the files that could not be understood; without `overlay` what cannot be
  /// overridden is not looked for.
  package init(
    plan: RoutePlan,
    overlay: SettingsOverlay?,
    layers: [SettingsLayer],
    warnings: [String]
  ) {
    let managed = ManagedSettings(plan: plan, layers: layers)
    if let first = managed.disagreements.first {
      self = .overruled(first.finding)
    } else if let clash = overlay?.clash(with: layers) {
      self = .withheld(clash)
    } else if let warning = warnings.first {
      self = .unknown(reason: warning)
    } else {
      self = .holds(
        isEnforced: !managed.agreements.isEmpty,
        cancelled: layers.flatMap(\.findings).filter { $0.hasEffect && $0.isCancelled }
      )
    }
  }

  /// Whether a launch would be refused.
  package var isRefused: Bool {
    switch self {
    case .overruled, .withheld: true
    case .holds, .unknown: false
    }
  }
}

extension SettingsOverlay {
  /// The first key of a project or local file that is left to the user's file or the environment, and
  /// so would count.
  package func clash(with layers: [SettingsLayer]) -> SettingsFinding? {
    layers.filter { $0.kind == .project || $0.kind == .local }.flatMap(\.findings)
      .first { finding in
        withheld.contains { finding.key == $0 || finding.key == "env.\($0)" }
      }
  }
}

extension SettingsFinding {
  /// The organisation's word stands, and so do the user's own helper, proxies and model.
  fileprivate var isCancelled: Bool {
    switch (layer, subject) {
    case (.managed, _): false
    case (.user, .routingVariable): true
    case (.user, _): false
    case (.project, _), (.local, _): true
    }
  }

  /// Whether a variable is meant, rather than another key of a settings file.
  package var isVariable: Bool {
    switch subject {
    case .routingVariable, .connectionVariable: true
    case .helper, .model, .availableModels, .modelOverrides, .agent: false
    }
  }
}
