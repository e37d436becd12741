namespace Nca.Runs;

/// <summary>A stored run or checkpoint that cannot be used; the message is one line that names the file and the mend.</summary>
/// <param name="message">That line.</param>
/// <param name="cause">What failed underneath, if anything.</param>
public sealed class RunException(string message, Exception? cause = null) : Exception(message, cause);
