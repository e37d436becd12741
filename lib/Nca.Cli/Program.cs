using System.CommandLine;
using Nca.Cli;
using Nca.Cli.Commands;
using Nca.Notebooks;
using Nca.Notebooks.Execution;

var file = new Argument<string>("file");
var execute = new Command(Suite.ChildVerb) { file };
execute.Hidden = true;
execute.SetAction((parsed, _) => ChildExecution.RunAsync(parsed.GetRequiredValue(file)));

var root = new RootCommand("nca: neural cellular automata, from notebooks to reports.") { RunCommand.Create(), execute };
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (NotebookException error)
{
    System.Console.Error.WriteLine(error.Message);
    return 1;
}
