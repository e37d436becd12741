using System.Text;

namespace Nca.Sweeps.Cells;

/// <summary>
/// The right to train a cell, in a folder that several machines share: a file that is created only where none is, renewed while its holder
/// lives, and taken over when it was not renewed for <see cref="Expiry"/>. It needs no lock of the file system, only that creating a file
/// exclusively and renaming one are atomic, as on NFS. A holder that was taken for dead and comes back sees that its lease is gone. That a
/// process of the same machine has died is seen at once.
/// </summary>
internal sealed class CellLease : IDisposable
{
    /// <summary>Names how many seconds a lease lives without being renewed, 4 or more, where two minutes are not right.</summary>
    public const string ExpiryVariable = "NCA_LEASE_SECONDS";

    /// <summary>Time after which a lease that was not renewed is free.</summary>
    public static readonly TimeSpan Expiry =
        int.TryParse(Environment.GetEnvironmentVariable(ExpiryVariable), out var seconds) && seconds >= 4
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Beat = Expiry / 8;
    private readonly string _path;
    private readonly string _text;
    private readonly Timer _timer;
    private readonly CancellationTokenSource _lost = new();

    private CellLease(string path, string text)
    {
        (_path, _text) = (path, text);
        _timer = new Timer(_ => Renew(), null, Beat, Beat);
    }

    /// <summary>Cancelled when somebody else holds the lease now: whatever is trained must stop without writing.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Takes the lease of a cell.</summary>
    /// <param name="folder">The cell's folder, which is made when needed.</param>
    /// <param name="holder">Who takes it, in words: machine, process, job.</param>
    /// <param name="now">The time; the clock's by default.</param>
    /// <returns>The lease, or null while somebody else holds it.</returns>
    public static CellLease? Take(string folder, string holder, DateTime? now = null)
    {
        Directory.CreateDirectory(folder);
        var (path, text) = (PathIn(folder), $"{holder} {Guid.NewGuid():N}:{ProcessMark.Own}");
        if (Create(path, text))
            return new CellLease(path, text);

        // Read before it is judged: of a lease that is replaced in between, the new one is judged, and it is alive.
        if (Read(path) is not { } old || IsAlive(folder, now))
            return null;

        // Of several that find the same lease expired, the one that creates its mark takes its place; a mark whose maker died expires too.
        for (var attempt = 0; ; attempt++)
        {
            var mark = $"{path}.after-{TokenOf(old).Split(':')[0]}-{attempt}";
            if (Create(mark, text))
            {
                // Somebody who looked earlier may have taken the place and left it again since.
                if (!string.Equals(Read(path), old, StringComparison.Ordinal))
                    return null;
                File.Copy(mark, $"{mark}.new", overwrite: true);
                File.Move($"{mark}.new", path, overwrite: true);
                return new CellLease(path, text);
            }

            if (IsFresh(mark, now))
                return null;
        }
    }

    /// <summary>Whether somebody holds a cell's lease and has renewed it lately.</summary>
    /// <param name="folder">The cell's folder.</param>
    /// <param name="now">The time; the clock's by default.</param>
    public static bool IsAlive(string folder, DateTime? now = null)
    {
        return IsFresh(PathIn(folder), now);
    }

    /// <summary>Who holds a cell's lease, in words; null where nobody does.</summary>
    /// <param name="folder">The cell's folder.</param>
    public static string? HolderOf(string folder)
    {
        return Read(PathIn(folder)) is not { } text ? null
            : text.LastIndexOf(' ') is > 0 and var end ? text[..end]
            : "somebody";
    }

    /// <summary>Renews it, as its timer does.</summary>
    public void Renew()
    {
        try
        {
            if (!IsOurs())
                _lost.Cancel();
            else
                File.SetLastWriteTimeUtc(_path, DateTime.UtcNow);
        }
        catch (IOException)
        {
            // The folder cannot be reached for now; the next beat tries again.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        try
        {
            if (IsOurs())
                File.Delete(_path);
        }
        catch (IOException)
        {
            // It expires by itself.
        }
    }

    // What cannot be read is being written by somebody: that is a sign of life, too.
    private static bool IsFresh(string path, DateTime? now) =>
        (now ?? DateTime.UtcNow) - File.GetLastWriteTimeUtc(path) < Expiry && !(Read(path) is { } text && HolderHasEnded(text));

    private static bool HolderHasEnded(string text) => TokenOf(text).Split(':') is [_, var mark] && ProcessMark.HasEnded(mark);

    private static string TokenOf(string text) => text[(text.LastIndexOf(' ') + 1)..];

    private static string PathIn(string folder) => Path.Combine(folder, "lease");

    private static bool Create(string path, string text)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            stream.Write(Encoding.UTF8.GetBytes(text));
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private bool IsOurs() => File.Exists(_path) && string.Equals(File.ReadAllText(_path), _text, StringComparison.Ordinal);
}
