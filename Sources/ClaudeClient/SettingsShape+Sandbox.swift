/// `sandbox`: the one object whose faults can end the session.
extension SettingsShape {
  static let sandbox = keys([
    (
      truth,
      """
      enabled failIfUnavailable autoAllowBashIfSandboxed allowUnsandboxedCommands
      enableWeakerNestedSandbox allowNestedUserNamespaces enableWeakerNetworkIsolation
      allowAppleEvents
      """
    ),
    (network, "network"),
    (
      keys([
        (strings, "allowWrite denyWrite denyRead allowRead"),
        (truth, "allowManagedReadPathsOnly disabled"),
      ]),
      "filesystem"
    ),
    (credentials, "credentials"),
    (keys([(.choice(["sandboxuser", "mxc"]), "backend")]), "windows"),
    (map(strings), "ignoreViolations"),
    (strings, "excludedCommands"),
    (keys([(text, "command"), (strings, "args")], required: ["command"]), "ripgrep"),
  ])

  private static let network = keys([
    (strings, "allowedDomains deniedDomains allowUnixSockets"),
    (
      truth, "strictAllowlist allowManagedDomainsOnly allowAllUnixSockets allowLocalBinding"
    ),
    (.list(.string(.trailingWildcard)), "allowMachLookup"),
    (anyNumber, "httpProxyPort socksProxyPort"),
    (keys([(.string(.filled), "caCertPath caKeyPath")]), "tlsTerminate"),
  ])

  private static let credentials = keys([
    // Only a file can be masked, while a folder can be denied.
    (.list(secret("path", ifDenied: .string(.filled), ifMasked: .string(.filePath))), "files"),
    (.list(secret("name", ifDenied: variable, ifMasked: variable)), "envVars"),
    (truth, "allowPlaintextInject"),
    // The variables of all pairs must differ.
    (.list(.unchecked), "awsPairs"),
    (keys([(.choice(["deny", "passthrough"]), "streaming presigned sigv4a")]), "sigv4"),
  ])

  private static let variable = SettingsShape.string(.variableName)

  private static func secret(
    _ key: String,
    ifDenied denied: SettingsShape,
    ifMasked masked: SettingsShape
  ) -> SettingsShape {
    let common: [(SettingsShape, String)] = [
      (.choice(["warn", "deny", "error"]), "onExtractNoMatch"),
      (truth, "maskDuplicates"),
      (strings, "injectHosts"),
      // Rules that span keys, down to regular expressions.
      (.unchecked, "extract decode maskClaims"),
    ]
    return .variants(
      by: "mode",
      [
        Member(key: "deny", shape: keys(common + [(denied, key)], required: [key])),
        Member(key: "mask", shape: keys(common + [(masked, key)], required: [key])),
      ]
    )
  }
}
