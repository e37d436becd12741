namespace Nca.Runs;

/// <summary>A stored run or checkpoint that cannot be used; the message is one line that names the file and the mend.</summary>
/// <param name="message">That line.</param>
/// <param name="cause">What failed underneath, if anything.</param>
public sealed class RunException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Folder where a run was looked for and none, or an unfinished one, was found; else null.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether a training in <see cref="Folder"/> can be resumed; else one can begin there.</summary>
    public bool IsResumable { get; init; }
}
