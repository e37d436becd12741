using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary>Places that a command will write to: tried before the work, not found out after it.</summary>
internal static class OutputPlace
{
    /// <summary>Refuses a place that cannot be written now.</summary>
    /// <param name="path">The place; null where nothing will be written.</param>
    /// <param name="option">The option that named it.</param>
    /// <exception cref="InvalidConfigException">It cannot be written.</exception>
    public static void Require(string? path, string option)
    {
        if (path is null)
            return;
        try
        {
            AtomicFile.Try(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InvalidConfigException(
                $"{option} {path} cannot be written ({error.Message.TrimEnd('.')}); name a file in a folder of your own."
            );
        }
    }
}
