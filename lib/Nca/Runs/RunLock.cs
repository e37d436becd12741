namespace Nca.Runs;

/// <summary>
/// The right of one process to train into a folder. The system takes it back when the process ends, however it ends. A note beside it names
/// the holder; it also counts where a network drive grants every lock.
/// </summary>
internal sealed class RunLock : IDisposable
{
    // "Held by another" as the systems say it: EAGAIN on Linux, EWOULDBLOCK on macOS, a sharing or lock violation on Windows.
    private static readonly int[] BusyCodes = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];
    private readonly string _folder;
    private readonly FileStream _file;

    private RunLock(string folder, FileStream file) => (_folder, _file) = (folder, file);

    /// <summary>Takes the right, or returns null where another process has it.</summary>
    /// <exception cref="RunException">The folder cannot be made or written: a full or read-only disk, a file in its place.</exception>
    public static RunLock? Take(string folder)
    {
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(folder);
            file = new FileStream(
                Path.Combine(folder, ".training"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                1,
                FileOptions.None
            );
            if (LockHolder.In(folder) is { } holder && holder.LivesHere())
            {
                file.Dispose();
                return null;
            }

            LockHolder.RemoveLeftovers(folder);
            LockHolder.Now().NoteIn(folder);
            return new RunLock(folder, file);
        }
        catch (IOException error) when (file is null && BusyCodes.Contains(error.HResult))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new RunException(
                $"Nothing can be kept in {folder}: {error.Message.TrimEnd('.')}; make room or name another folder.",
                error
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            LockHolder.Forget(_folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The note alone holds nobody off once this process is gone.
        }

        _file.Dispose();
    }
}
