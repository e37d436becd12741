using System.CommandLine;
using Nca.Notebooks.Documents;

namespace Nca.Cli.Commands;

/// <summary><c>nca convert</c>: between .dib and Jupyter's .ipynb.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("notebook") { Description = "A .dib or .ipynb file." };
        var to = new Option<string?>("--to") { Description = "ipynb or dib; the other format by default." };
        to.AcceptOnlyFromAmong("ipynb", "dib");
        var output = new Option<string?>("--out") { Description = "File to write; beside the notebook by default. Never overwrites." };
        var command = new Command("convert", "Converts a notebook from one format to the other; refuses where something would be lost.")
        {
            file,
            to,
            output,
        };
        command.SetAction(parsed =>
        {
            var written = NotebookConversion.ConvertFile(parsed.GetRequiredValue(file), parsed.GetValue(to), parsed.GetValue(output));
            System.Console.WriteLine($"written: {Suite.Shorten(written)}");
            return 0;
        });
        return command;
    }
}
