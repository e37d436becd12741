using Nca.Notebooks.Documents;

namespace Nca.Notebooks.Watching;

/// <summary>
/// A notebook file that is saved now and then. It is looked at and not listened to: a system's own notice of changes does not reach through
/// every mounted folder, and editors save by writing, by renaming and by replacing.
/// </summary>
/// <param name="file">Path of the file.</param>
/// <param name="read">Reads it; fails with a <see cref="NotebookException"/> where it is no notebook as it stands.</param>
/// <param name="say">Hears in one line why what was saved cannot be run.</param>
internal sealed class SavedNotebook(string file, Func<NotebookDocument> read, Action<string> say)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private (DateTime Time, long Length) _seen;
    private string _text = "";

    /// <summary>Reads it as it is now.</summary>
    /// <exception cref="NotebookException">It is no notebook.</exception>
    public NotebookDocument Read()
    {
        _seen = State();
        var document = read();
        _text = document.Write();
        return document;
    }

    /// <summary>Waits until it is saved with another text.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<NotebookDocument> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(Pause, cancellation);
            var state = State();
            if (state == _seen)
                continue;

            // Half a file is not read: it has to look the same twice.
            await Task.Delay(Pause, cancellation);
            if (State() != state)
                continue;
            _seen = state;
            try
            {
                var document = read();
                if (document.Write() == _text)
                    continue;
                _text = document.Write();
                return document;
            }
            catch (Exception error) when (error is NotebookException or IOException or UnauthorizedAccessException)
            {
                say(error.Message);
            }
        }
    }

    private (DateTime Time, long Length) State()
    {
        var info = new FileInfo(file);
        return info.Exists ? (info.LastWriteTimeUtc, info.Length) : default;
    }
}
