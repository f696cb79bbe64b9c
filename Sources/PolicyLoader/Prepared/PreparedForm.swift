internal import RouteEngine

/// What every prepared form begins with: the text that it was made of, by its checksum.
///
/// Beside any other text it counts as not there, and the text is read instead: a form that is out of
/// date costs time and decides nothing.
enum PreparedForm {
  /// Changes with what is written, so that no older form is read.
  private static let format = 1

  static func writer(of text: [UInt8]) -> PreparedWriter {
    var writer = PreparedWriter()
    writer.count(format)
    writer.count(checksum(of: text))
    return writer
  }

  /// Absent when the form is not that of the text.
  static func reader(_ form: [UInt8], of text: [UInt8]) -> PreparedReader? {
    var reader = PreparedReader(form)
    guard reader.count() == format, reader.count() == checksum(of: text) else { return nil }
    return reader
  }

  /// Tells an edited text from the one that was prepared (FNV-1a, over words of eight bytes); both
  /// are part of the program, so nobody has to be kept from finding two texts of one sum.
  private static func checksum(of bytes: [UInt8]) -> Int {
    var sum: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(bytes.count)
    unsafe bytes.withUnsafeBytes { bytes in
      var index = 0
      while index + 8 <= bytes.count {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        sum = (sum ^ UInt64(littleEndian: word)) &* 0x0000_0100_0000_01b3
        index += 8
      }
      while index < bytes.count {
        unsafe sum = (sum ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01b3
        index += 1
      }
    }
    return Int(truncatingIfNeeded: sum >> 2)
  }
}
