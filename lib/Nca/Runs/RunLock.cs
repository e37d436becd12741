namespace Nca.Runs;

/// <summary>The right of one process to train into a folder. The system takes it back when the process ends, however it ends.</summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the right, or returns null where another process has it.</summary>
    public static RunLock? Take(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new RunLock(
                new FileStream(
                    Path.Combine(folder, ".training"),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None,
                    1,
                    FileOptions.None
                )
            );
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
