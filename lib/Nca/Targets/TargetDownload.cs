using System.Security.Cryptography;

namespace Nca.Targets;

/// <summary>Downloads a picture that is not on this machine from the source that the tutorial uses: the Noto Emoji repository.</summary>
/// <param name="client">The HTTP client.</param>
/// <param name="timeout">How long one picture may take; 20 seconds by default.</param>
internal sealed class TargetDownload(HttpClient client, TimeSpan? timeout = null)
{
    private const long LargestDownload = 2 << 20;

    private readonly TimeSpan _timeout = timeout ?? TimeSpan.FromSeconds(20);

    /// <summary>The tutorial's address of a picture.</summary>
    /// <param name="codePoint">Code point in lower-case hexadecimal.</param>
    public static Uri AddressOf(string codePoint) =>
        new($"https://raw.githubusercontent.com/googlefonts/noto-emoji/main/png/128/emoji_u{codePoint}.png");

    /// <summary>Fetches a picture into a folder, under a temporary name first.</summary>
    /// <param name="codePoint">Code point in hexadecimal, say <c>1f423</c>.</param>
    /// <param name="folder">Where to keep it.</param>
    /// <param name="sha256">The expected check sum in hexadecimal, or null to trust the transport.</param>
    /// <returns>Path of the file.</returns>
    /// <exception cref="TargetException">It cannot be had, is too large, or has another check sum.</exception>
    public string Fetch(string codePoint, string folder, string? sha256 = null)
    {
        var mend = $"put a PNG named {codePoint}.png into {Path.GetFileName(folder)}/, or name the path of any PNG";
        try
        {
            using var limit = new CancellationTokenSource(_timeout);
            using var response = client
                .GetAsync(AddressOf(codePoint), HttpCompletionOption.ResponseHeadersRead, limit.Token)
                .GetAwaiter()
                .GetResult();
            if (!response.IsSuccessStatusCode)
                throw new TargetException($"The picture {codePoint} cannot be fetched (answer {(int)response.StatusCode}): {mend}.");
            var bytes = ReadAtMost(response, limit.Token);
            if (bytes is null)
                throw new TargetException($"The picture {codePoint} is larger than {LargestDownload >> 20} MB: {mend}.");
            if (sha256 is not null && !Convert.ToHexString(SHA256.HashData(bytes)).Equals(sha256, StringComparison.OrdinalIgnoreCase))
                throw new TargetException($"The picture {codePoint} that came has another check sum than expected: {mend}.");
            Picture.Decode(bytes, $"{codePoint}.png");
            var path = Path.Combine(folder, $"{codePoint}.png");
            AtomicFile.Write(path, bytes);
            return path;
        }
        catch (OperationCanceledException error)
        {
            throw new TargetException($"The picture {codePoint} did not come within {_timeout.TotalSeconds:0.#} seconds: {mend}.", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw new TargetException($"The picture {codePoint} cannot be fetched ({error.Message}): {mend}.", error);
        }
    }

    private static byte[]? ReadAtMost(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var source = response.Content.ReadAsStream(cancellation);
        using var collected = new MemoryStream();
        var part = new byte[16384];
        for (int read; (read = source.ReadAsync(part, cancellation).AsTask().GetAwaiter().GetResult()) > 0;)
        {
            collected.Write(part, 0, read);
            if (collected.Length > LargestDownload)
                return null;
        }

        return collected.ToArray();
    }
}
