// swift-tools-version: 6.2
import PackageDescription

// On macOS Homebrew's headers are found through pkg-config. On Linux pkg-config would add `-lyaml`,
// which picks the shared library; there the static archive is named below, so that the binary runs
// on machines without libyaml.
#if os(macOS)
  let yamlPkgConfig: String? = "yaml-0.1"
  let yamlLinking: [LinkerSetting] = [.linkedLibrary("yaml")]
#else
  let yamlPkgConfig: String? = nil
  let yamlLinking: [LinkerSetting] = [.unsafeFlags(["-Xlinker", "-l:libyaml.a"])]
#endif

// What `make release` says of the source; words of a shell or a compiler are not taken over.
let commit = (Context.environment["CLAUDE_ROUTE_COMMIT"] ?? "")
  .filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }

let package = Package(
  name: "claude-route",
  platforms: [.macOS(.v14)],
  products: [.executable(name: "claude-route", targets: ["claude-route"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  // In the order a value travels.
  targets: [
    .systemLibrary(
      name: "CLibYAML",
      pkgConfig: yamlPkgConfig,
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]
    ),
    .target(
      name: "CProcess",
      cSettings: [.define("CLAUDE_ROUTE_COMMIT", to: "\"\(commit)\"")]
    ),
    .target(name: "CSHA256"),
    .target(name: "CYAMLEvents", dependencies: ["CLibYAML"], linkerSettings: yamlLinking),
    .target(name: "Diagnostics"),
    .target(name: "YAMLTree", dependencies: ["CYAMLEvents", "Diagnostics"]),
    .target(name: "JSONTree"),
    .target(name: "RouteEngine", dependencies: ["Diagnostics"]),
    .target(
      name: "BuiltInPolicy",
      path: "policies",
      // What a person or a team starts from is no part of the program.
      exclude: [
        "compliance-aws.yaml", "compliance-gcp.yaml", "frugal.yaml",
        "measured-tools.yaml", "side-projects.yaml",
        "team.yaml",
      ],
      resources: [
        .embedInCode("built-in.yaml"), .embedInCode("built-in.prepared"),
        .embedInCode("presets/presets.yaml"), .embedInCode("prices.yaml"),
        .embedInCode("prices.prepared"),
      ]
    ),
    .target(
      name: "PolicyLoader",
      dependencies: ["CSHA256", "Diagnostics", "JSONTree", "RouteEngine", "YAMLTree"]
    ),
    .target(name: "PolicyCheck", dependencies: ["Diagnostics", "RouteEngine"]),
    .target(name: "ClaudeClient", dependencies: ["Diagnostics", "JSONTree", "RouteEngine"]),
    .target(name: "Usage", dependencies: ["Diagnostics", "JSONTree", "RouteEngine"]),
    .target(name: "BackendProbe", dependencies: ["Diagnostics", "JSONTree", "RouteEngine"]),
    .target(
      name: "PolicyStarter",
      dependencies: [
        "ClaudeClient", "Diagnostics", "JSONTree", "PolicyCheck", "RouteEngine", "YAMLTree",
      ]
    ),
    .target(
      name: "HealthCheck",
      dependencies: [
        "ClaudeClient", "Diagnostics", "JSONTree", "PolicyCheck", "PolicyStarter", "RouteEngine",
      ]
    ),
    .target(
      name: "Rendering",
      dependencies: [
        "BackendProbe", "ClaudeClient", "Diagnostics", "HealthCheck", "JSONTree", "PolicyCheck",
        "RouteEngine", "Usage",
      ]
    ),
    .executableTarget(
      name: "claude-route",
      dependencies: [
        "BackendProbe", "BuiltInPolicy", "CProcess", "ClaudeClient", "Diagnostics", "HealthCheck",
        "JSONTree", "PolicyCheck", "PolicyLoader", "PolicyStarter", "Rendering", "RouteEngine",
        "Usage",
        "YAMLTree",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    // Linked into what `make release` builds, in the place of Foundation: see there.
    .target(name: "SmallFoundation"),
    .target(name: "TestSupport", dependencies: ["Diagnostics"], path: "Tests/TestSupport"),
    .testTarget(
      name: "YAMLTreeTests",
      dependencies: ["CLibYAML", "Diagnostics", "TestSupport", "YAMLTree"],
      exclude: ["Fixtures"]
    ),
    .testTarget(name: "SmallFoundationTests", dependencies: ["SmallFoundation"]),
    .testTarget(name: "RouteEngineTests", dependencies: ["RouteEngine", "TestSupport"]),
    .testTarget(
      name: "ClassifierTests",
      dependencies: [
        "BuiltInPolicy", "PolicyCheck", "PolicyLoader", "Rendering", "RouteEngine", "TestSupport",
      ],
      exclude: ["Tasks"]
    ),
    .testTarget(
      name: "PolicyLoaderTests",
      dependencies: [
        "BuiltInPolicy", "Diagnostics", "JSONTree", "PolicyLoader", "Rendering", "RouteEngine",
        "TestSupport", "YAMLTree",
      ],
      exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "PolicyCheckTests",
      dependencies: ["BuiltInPolicy", "Diagnostics", "PolicyCheck", "PolicyLoader", "RouteEngine"]
    ),
    .testTarget(
      name: "ClaudeClientTests",
      dependencies: ["ClaudeClient", "JSONTree", "RouteEngine", "TestSupport"]
    ),
    .testTarget(
      name: "RenderingTests",
      dependencies: [
        "BackendProbe", "ClaudeClient", "Diagnostics", "HealthCheck", "JSONTree", "PolicyCheck",
        "Rendering", "RouteEngine", "TestSupport", "Usage",
      ]
    ),
    .testTarget(
      name: "HealthCheckTests",
      dependencies: [
        "ClaudeClient", "Diagnostics", "HealthCheck", "JSONTree", "PolicyCheck", "PolicyStarter",
        "RouteEngine",
      ]
    ),
    .testTarget(
      name: "DifferentialTests",
      dependencies: [
        "BuiltInPolicy", "Diagnostics", "PolicyCheck", "PolicyLoader", "RouteEngine", "TestSupport",
      ]
    ),
    .testTarget(
      name: "BackendProbeTests",
      dependencies: ["BackendProbe", "JSONTree", "RouteEngine", "TestSupport"],
      exclude: ["Transcripts"]
    ),
    .testTarget(
      name: "UsageTests",
      dependencies: ["JSONTree", "RouteEngine", "TestSupport", "Usage"]
    ),
    .testTarget(
      name: "PolicyStarterTests",
      dependencies: [
        "BuiltInPolicy", "ClaudeClient", "Diagnostics", "JSONTree", "PolicyCheck", "PolicyLoader",
        "PolicyStarter", "RouteEngine", "TestSupport", "YAMLTree",
      ]
    ),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "claude-route", "TestSupport", "Usage",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    .testTarget(
      name: "RepositoryTests",
      dependencies: ["Diagnostics", "Rendering", "RouteEngine", "claude-route"]
    ),
  ]
)

// `make fuzz` only: nobody else needs a program that has to be linked with libFuzzer.
if Context.environment["CLAUDE_ROUTE_FUZZ"] == "1" {
  package.targets += [
    .systemLibrary(name: "CLibFuzzer", path: "Tests/Fuzzing/CLibFuzzer"),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "BuiltInPolicy", "CLibFuzzer", "ClaudeClient", "Diagnostics", "JSONTree", "PolicyLoader",
        "Rendering", "RouteEngine", "YAMLTree",
      ],
      path: "Tests/Fuzzing",
      exclude: ["CLibFuzzer", "Seeds", "run.sh"]
    ),
  ]
}

let isCI = Context.environment["CI"] == "true"
for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
  ]
  // A newer compiler's new warning must not stop anybody from building.
  if isCI {
    target.swiftSettings?.append(.treatAllWarnings(as: .error))
  }
}
