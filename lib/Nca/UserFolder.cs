namespace Nca;

/// <summary>The user's own folder for what this library keeps outside of the project.</summary>
internal static class UserFolder
{
    /// <summary>Its full path, whether it is there yet or not; null where the user has no home.</summary>
    public static string? Path
    {
        get
        {
            // Without the option a folder that is not there yet has an empty name, and what is kept would land in the current folder.
            var data = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify
            );
            return System.IO.Path.IsPathFullyQualified(data) ? System.IO.Path.Combine(data, "NcaNotebooks") : null;
        }
    }
}
