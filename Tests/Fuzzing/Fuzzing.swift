import CLibFuzzer
import Foundation

/// Gives the bytes that libFuzzer makes, over and over, to a part of the program that reads such.
///
/// The variable `FUZZ_TARGET` names the part.
@main enum Fuzzing {
  static func main() {
    var count = CommandLine.argc
    var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe CommandLine.unsafeArgv
    exit(unsafe LLVMFuzzerRunDriver(&count, &words, fuzzOneInput))
  }

  fileprivate static let target: @Sendable ([UInt8]) -> Void = {
    switch ProcessInfo.processInfo.environment["FUZZ_TARGET"] {
    case "yaml": YAMLFuzzing.run
    case "policy": PolicyFuzzing.run
    case "url": URLFuzzing.run
    case "task": TaskFuzzing.run
    case "settings": SettingsFuzzing.run
    case let name: fatalError("no fuzz target \(name ?? "is named by FUZZ_TARGET")")
    }
  }()
}

/// What libFuzzer calls; its own `main`, which is linked though never entered, knows it by this name.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Fuzzing.target(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

/// Ends the process, which libFuzzer reports with the bytes that led there.
func expect(_ condition: Bool, _ promise: @autoclosure () -> String) {
  if !condition { fatalError("broken: \(promise())") }
}

/// Whether every character may be shown on a screen; a line feed may where texts have lines.
func isPrintable(_ text: String, exceptLineFeed: Bool = false) -> Bool {
  text.unicodeScalars.allSatisfy { scalar in
    switch scalar.value {
    case 0x0A: exceptLineFeed
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: false
    default: true
    }
  }
}
